//! Who gets what. A line is a call, with a form that is whole; what begins with `$` is a thing of the owner's, or the
//! caller's own name.
//!
//! A number is the answer's status; a path is where it sends the caller, `login` the log-in that leads back here, and
//! `trimmed` the same address without the slash at its end.
//! The colleague has no column, and gets what the teammate gets. Where the answers differ, the colleague's stands after a
//! colon.
//! `shut` is a page that says it is for teammates. `!` says that something is in the answer which the owner alone may
//! read. In production, where all gates are closed.

pub struct Row {
    pub method: &'static str,
    pub address: &'static str,
    /// By [`super::callers::CALLERS`].
    pub expected: [&'static str; 7],
    pub form: &'static str,
    /// A page makes the call by itself, so it is no use of a session: the heading says so.
    pub of_page: bool,
}

impl Row {
    pub fn only_reads(&self) -> bool {
        self.method == "GET"
    }

    /// Files and pages of the shop are left out: no page asks for those again and again.
    pub fn asks_for_a_session(&self) -> bool {
        ["/api/", "/lifecycle", "/workspace/"].iter().any(|of| self.address.starts_with(of))
    }

    /// The workspace reads none, so no other site can make use of one.
    pub fn acts_by_cookie(&self) -> bool {
        !self.address.starts_with("/messenger/")
    }
}

pub fn rows() -> impl Iterator<Item = Row> {
    let mut of_page = false;
    TABLE.lines().filter(|line| !line.is_empty()).filter_map(move |line| {
        if line.starts_with('#') {
            of_page = if line.ends_with("foreign") { line.contains("by pages themselves") } else { of_page };
            return None;
        }
        let (call, form) = line.split_once(" | ").unwrap_or((line, ""));
        let words: Vec<_> = call.split_whitespace().collect();
        let [method, address, expected @ ..] = &words[..] else { panic!("{line}") };
        let &[nobody, owner, other, teammates, expired, foreign] = expected else { panic!("{line}") };
        let (teammate, colleague) = teammates.split_once(':').unwrap_or((teammates, teammates));
        let expected = [nobody, owner, other, teammate, expired, foreign, colleague];
        Some(Row { method, address, expected, form: form.trim(), of_page })
    })
}

const TABLE: &str = r#"
#    pages                                     nobody  owner    other    teammate  expired   foreign
GET  /                                         200     200!     200      200       200       200
GET  /coffees                                  200     200!     200      200       200       200
GET  /coffees/kelp-forest                      200     200!     200      200       200       200
GET  /search?q=kelp                            200     200!     200      200       200       200
GET  /brewing                                  200     200!     200      200       200       200
GET  /brewing/pour-over                        200     200!     200      200       200       200
GET  /plans                                    200     200!     200      200       200       200
GET  /cart                                     200     200!     200      200       200       200
GET  /privacy                                  200     200!     200      200       200       200
GET  /login                                    200     /account! /account /account 200       /account
GET  /signup                                   200     /account! /account /account 200       /account
GET  /checkout                                 200     200!     200      200       200       200
GET  /orders                                   login   200!     200      200       login     200
GET  /orders/$ORDER                            login   200!     404      404       login     404
GET  /orders/$ORDER?placed=1                   login   200!     404      404       login     404
#    Whoever has the address of a guest's order reads it. Its number opens nothing.
GET  /orders/$GUESTS                           200     200!     200      200       200       200
GET  /orders/$NUMBER                           login   404!     404      404       login     404
GET  /account                                  login   200!     200      200       login     200
GET  /lifecycle                                403shut 403shut! 403shut  200       403shut   403shut
GET  /lifecycle/token                          403shut 403shut! 403shut  200       403shut   403shut
GET  /workspace/inbox                          login   403shut! 403shut  200       login     403shut
GET  /workspace/inbox/1                        login   403shut! 403shut  404       login     403shut
GET  /workspace/teammates                      login   403shut! 403shut  200       login     403shut
GET  /workspace/companies                      login   403shut! 403shut  200       login     403shut
GET  /workspace/people                         login   403shut! 403shut  200       login     403shut
GET  /workspace/notes                          login   403shut! 403shut  200       login     403shut
GET  /workspace/subscriptions                  login   403shut! 403shut  200       login     403shut
GET  /workspace/people/import                  login   403shut! 403shut  200:403   login     403shut
GET  /workspace/tags                           login   403shut! 403shut  200       login     403shut
GET  /workspace/second-factor                  login   403shut! 403shut  200       login     200
GET  /workspace/keys                           login   403shut! 403shut  200       login     403shut
GET  /workspace/messages                       login   403shut! 403shut  200       login     403shut
GET  /workspace/messages/new                   login   403shut! 403shut  200       login     403shut
GET  /workspace/messages/1                     login   403shut! 403shut  404       login     403shut
GET  /workspace/messenger                      login   403shut! 403shut  200       login     403shut
GET  /nowhere                                  404     404!     404      404       404       404

#    Addresses that come near: the app's own router forgives more than the server's does, and the page asks all the same.
#    the same, written otherwise               nobody  owner    other    teammate  expired   foreign
GET  /orders/$ORDER/                           trimmed trimmed  trimmed  trimmed   trimmed   trimmed
GET  //orders/$ORDER                           404     404!     404      404       404       404
GET  /%6Frders/$ORDER                          404     404!     404      404       404       404
GET  /checkout/                                trimmed trimmed  trimmed  trimmed   trimmed   trimmed
GET  /account/                                 trimmed trimmed  trimmed  trimmed   trimmed   trimmed
GET  /workspace/keys/                          trimmed trimmed  trimmed  trimmed   trimmed   trimmed
GET  /workspace/./keys                         login   403shut! 403shut  404       login     403shut
GET  //workspace/keys                          404     404!     404      404       404       404
GET  /workspace%2Fkeys                         404     404!     404      404       404       404
GET  /lifecycle/                               trimmed trimmed  trimmed  trimmed   trimmed   trimmed
GET  /lifecycle/token/                         trimmed trimmed  trimmed  trimmed   trimmed   trimmed
GET  /lifecycle/stream/                        trimmed trimmed  trimmed  trimmed   trimmed   trimmed

#    read by server functions                  nobody  owner    other    teammate  expired   foreign
GET  /api/coffees                              200     200      200      200       200       200
GET  /api/coffees?query=roast%3Dlight          200     200      200      200       200       200
GET  /api/coffee?slug=kelp-forest              200     200      200      200       200       200
GET  /api/coffee?slug=none                     404     404      404      404       404       404
GET  /api/on_the_roaster                       200     200      200      200       200       200
GET  /api/guides                               200     200      200      200       200       200
GET  /api/guide?slug=pour-over                 200     200      200      200       200       200
GET  /api/search?q=kelp                        200     200      200      200       200       200
GET  /api/demo_accounts                        200     200      200      200       200       200
GET  /api/practice                             200     200      200      200       200       200
GET  /api/cart                                 200     200      200      200       200       200
GET  /api/checkout                             200     200!     200      200       200       200
GET  /api/orders                               401     200!     200      200       401       200
GET  /api/orders?visitor=true                   200     200!     200      200       200       200
GET  /api/order?id=$ORDER                      401     200!     404      404       401       404
GET  /api/order?id=$GUESTS                      200     200      200      200       200       200
GET  /api/order?id=$NUMBER                      401     404      404      404       401       404
GET  /api/left_out?id=$GUESTS                   401     404      404      404       401       404
GET  /api/left_out?id=$ORDER                   401     200      404      404       401       404
GET  /api/subscriptions                        401     200!     200      200       401       200
GET  /api/about_account                        401     200!     200      200       401       200

#    changed by server functions               nobody  owner    other    teammate  expired   foreign
POST /api/log_in                               401     200!     200      200       401       200   | email=$CALLER%40example.com&password=$PASSWORD
POST /api/log_in                               401     401      401      401       401       401   | email=owner%40example.com&password=a+wrong+password
POST /api/sign_up                              200     200      200      200       200       200   | name=N&email=$CALLER-new%40example.com&password=$PASSWORD
#    The teammate and the owner come last, and theirs are the sixth and the seventh try with this address.
POST /api/sign_up                              422     429      422      429:422   422       422   | name=N&email=owner%40example.com&password=$PASSWORD
POST /api/log_out                              200     200      200      200       200       200
POST /api/page_opened                          200     200!     200      200       200       200
POST /api/set_consent                          200     200      200      200       200       200   | given=false
POST /api/log_out_everywhere                   401     200      200      200       401       200
POST /api/log_out_everywhere                   401     200      401      401       401       401   | session_key=$SESSION
POST /api/change_password                      401     200      200      200       401       200   | current_password=$PASSWORD&new_password=fulmar+under+the+cliff
POST /api/change_password                      401     200      401      401       401       401   | current_password=$PASSWORD&new_password=fulmar+under+the+cliff&session_key=$SESSION
POST /api/change_email                         401     200!     200      200       401       200   | email=$CALLER-new%40example.com&password=$PASSWORD
POST /api/change_email                         401     200!     401      401       401       401   | email=$CALLER-new%40example.com&password=$PASSWORD&session_key=$SESSION
POST /api/save_profile                         401     200!     200      200       401       200   | name=N&company=C
POST /api/save_profile                         401     200!     401      401       401       401   | name=N&company=C&session_key=$SESSION
POST /api/delete_account                       401     200      200      200       401       200   | password=$PASSWORD
POST /api/delete_account                       401     200      401      401       401       401   | password=$PASSWORD&session_key=$SESSION
POST /api/end_session                          401     200      200      200       401       200   | key=$PHONE
POST /api/end_session                          401     200      401      401       401       401   | key=$PHONE&session_key=$SESSION
POST /api/add_to_cart                          200     200      200      200       200       200   | coffee=kelp-forest
POST /api/set_quantity                         200     200      200      200       200       200   | item=$ITEM&quantity=3
POST /api/remove_from_cart                     200     200      200      200       200       200   | item=$ITEM
POST /api/place_order                          401     200!     422      422       401       422   | key=$FORM&seen=x&address%5Bname%5D=M&address%5Bstreet%5D=S&address%5Bpostcode%5D=5003&address%5Bcity%5D=B&address%5Bcountry%5D=NO
POST /api/place_order                          401     200!     401      401       401       401   | key=$FORM&seen=x&address%5Bname%5D=M&address%5Bstreet%5D=S&address%5Bpostcode%5D=5003&address%5Bcity%5D=B&address%5Bcountry%5D=NO&session_key=$SESSION
#    A guest's form: nobody here has a cart without an account, and whoever is logged in is refused.
POST /api/place_order                          422     422      422      422       422       422   | key=$FORM&seen=x&email=guest%40example.com&address%5Bname%5D=M&address%5Bstreet%5D=S&address%5Bpostcode%5D=5003&address%5Bcity%5D=B&address%5Bcountry%5D=NO
POST /api/forget_address                       401     200      200      200       401       200
POST /api/forget_address                       401     200      401      401       401       401   | session_key=$SESSION
POST /api/order_again                          401     200      404      404       401       404   | id=$ORDER&key=$FORM
POST /api/order_again                          401     404      404      404       401       404   | id=$GUESTS&key=$FORM
POST /api/set_subscription                     401     200      404      404       401       404   | id=$SUBSCRIPTION&state=paused

#    the desk's server functions               nobody  owner    other    teammate  expired   foreign
POST /api/workspace_keys                       401     403      403      200       401       403   | app_id=
POST /api/workspace_make_app                   401     403      403      200       401       403   | name=Second
POST /api/workspace_make_key                   401     403      403      200       401       403   | app_id=$APP&platform=web&name=Second&password=$PASSWORD
POST /api/workspace_rename_key                 401     403      403      200       401       403   | app_id=$APP&key_id=$APP&name=Other
POST /api/workspace_retire_key                 401     403      403      200       401       403   | app_id=$APP&key_id=$APP&password=$PASSWORD
POST /api/workspace_enforce                    401     403      403      200       401       403   | app_id=$APP&platform=web&enforced=false&password=$PASSWORD
POST /api/workspace_protect_attribute          401     403      403      200       401       403   | app_id=$APP&attribute=plan
POST /api/workspace_unprotect_attribute        401     403      403      200       401       403   | app_id=$APP&attribute=plan
POST /api/workspace_archive_event_name        401     403      403      200       401       403   | app_id=$APP&name=read-guide&archived=true
GET  /api/workspace_second_factor              401     403      403      200       401       200
POST /api/workspace_begin_second_factor        401     403      403      200       401       200   | password=$PASSWORD
POST /api/workspace_confirm_second_factor      401     403      403      404       401       404   | code=000000
POST /api/workspace_remove_second_factor       401     403      403      404       401       404   | code=000000&password=$PASSWORD
GET  /api/workspace_staff                      401     403      403      200       401       403
POST /api/workspace_make_teammate              401     403      403      200       401       403   | email=tuva%40example.com&name=Tuva&password=$PASSWORD
POST /api/workspace_rename_teammate            401     403      403      200       401       403   | number=1&name=Ines
POST /api/workspace_permit_teammate            401     403      403      404:403   401       403   | number=99&manages_people=true&password=$PASSWORD
POST /api/workspace_remove_teammate            401     403      403      404       401       403   | number=99&password=$PASSWORD
POST /api/workspace_make_team                  401     403      403      200       401       403   | name=Roastery+of+$CALLER
POST /api/workspace_rename_team                401     403      403      404       401       403   | number=99&name=Shipping
POST /api/workspace_remove_team                401     403      403      404       401       403   | number=99
GET  /api/workspace_messenger                  401     403      403      200       401       403
POST /api/workspace_set_messenger              401     403      403      200       401       403   | usual_reply=&cookie_domain=

GET  /api/outbound                             401     403      403      200       401       403
GET  /api/outbound_message                     401     403      403      200       401       403
GET  /api/outbound_message?id=1                401     403      403      404       401       403
POST /api/outbound_save                        401     403      403      200       401       403   | {"draft":{"title":"A","style":"chat","sender":1,"text":"Hello","button_label":"","button_link":"","pages":[],"audience":[],"priority":0,"starts_at":"","stops_at":""}}
POST /api/outbound_start                       401     403      403      404       401       403   | id=1&confirmed=1
POST /api/outbound_stop                        401     403      403      404       401       403   | id=1
POST /api/outbound_test                        401     403      403      404       401       403   | id=1
POST /api/outbound_fit                         401     403      403      200       401       403   | {"pages":[],"url":"/"}
POST /api/outbound_duplicate                   401     403      403      404       401       403   | id=1
POST /api/outbound_preview                     401     403      403      200       401       403   | {"draft":{"title":"A","style":"chat","sender":1,"text":"Hello","button_label":"","button_link":"","pages":[],"audience":[],"priority":0,"starts_at":"","stops_at":""},"person":""}
POST /api/outbound_matching                    401     403      403      200       401       403   | {"draft":{"title":"A","style":"chat","sender":1,"text":"Hello","button_label":"","button_link":"","pages":[],"audience":[],"priority":0,"starts_at":"","stops_at":""}}
GET  /api/outbound_audience?id=1               401     403      403      404       401       403
GET  /api/outbound_recipients?text=a           401     403      403      200       401       403
GET  /api/outbound_why?id=1&person=a&url=/     401     403      403      404       401       403

POST /api/inbox_reply                          401     403      403      404       401       403   | id=1&key=k&text=Hello
POST /api/inbox_note                           401     403      403      404       401       403   | id=1&key=k&text=Hello
POST /api/inbox_assign                         401     403      403      404       401       403   | id=1&to=
POST /api/inbox_close                          401     403      403      404       401       403   | id=1
POST /api/inbox_reopen                         401     403      403      404       401       403   | id=1
POST /api/inbox_close_many                     401     403      403      200       401       403   | ids%5B%5D=1
POST /api/inbox_block                          401     403      403      404:403   401       403   | id=1
POST /api/inbox_unblock                        401     403      403      404:403   401       403   | id=1
POST /api/inbox_snooze                         401     403      403      404       401       403   | id=1&hours=1
POST /api/inbox_tag                            401     403      403      404       401       403   | id=1&name=t
POST /api/inbox_untag                          401     403      403      404       401       403   | id=1&tag=t
POST /api/inbox_tag_part                       401     403      403      404       401       403   | part=1&name=t
POST /api/inbox_untag_part                     401     403      403      404       401       403   | part=1&tag=t
POST /api/inbox_typing                         401     403      403      404       401       403   | id=1
POST /api/person_own                           401     403      403      404       401       403   | id=a&owner=
POST /api/person_archive                       401     403      403      404:403   401       403   | id=a&archived=true
POST /api/person_merge                         401     403      403      404       401       403   | id=a&into=b
GET  /api/person_merge_preview?id=a&into=b     401     403      403      404       401       403
POST /api/person_delete                        401     403      403      404:403   401       403   | id=a&typed=delete
GET  /api/people_find?who=a                    401     403      403      200       401       403
GET  /api/list_people                          401     403      403      200       401       403
GET  /api/count_people                         401     403      403      200       401       403
GET  /api/people_filter                        401     403      403      200       401       403
POST /api/people_address                       401     403      403      200       401       403   | {"model":"person","groups":[]}
POST /api/segment_make                         401     403      403      422       401       403   | name=&filter=
POST /api/segment_save                         401     403      403      409       401       403   | id=a&filter=
POST /api/people_tag_many                      401     403      403      422       401       403   | filter=&name=t
POST /api/people_archive_many                  401     403      403      422:403   401       403   | filter=&archived=true
POST /api/people_block_many                    401     403      403      422:403   401       403   | filter=&blocked=true
POST /api/people_delete_many                   401     403      403      422:403   401       403   | filter=&typed=delete
POST /api/attribute_set                        401     403      403      404       401       403   | id=a&name=plan&value=v
GET  /api/people_imports                       401     403      403      200:403   401       403
POST /api/people_import_map                    401     403      403      404:403   401       403   | id=a&columns%5B%5D=email
POST /api/people_import_start                  401     403      403      404:403   401       403   | id=a&left_out=1
POST /api/people_import_undo                   401     403      403      404:403   401       403   | id=a
POST /api/people_import_drop                   401     403      403      404:403   401       403   | id=a
POST /api/people_tag                           401     403      403      404       401       403   | id=a&name=t
POST /api/people_untag                         401     403      403      404       401       403   | id=a&tag=t
POST /api/person_consent                       401     403      403      404       401       403   | id=a&subscription=b
POST /api/people_note                          401     403      403      404       401       403   | id=a&text=T
POST /api/people_note_delete                   401     403      403      404       401       403   | note=a
GET  /api/workspace_notes                       401     403      403      200       401       403
GET  /api/workspace_tags                       401     403      403      200       401       403
GET  /api/segment_count?id=a                   401     403      403      404       401       403
POST /api/segment_rename                       401     403      403      404       401       403   | id=a&name=N
POST /api/segment_merge                         401     403      403      404       401       403   | id=a&into=b
POST /api/segment_delete                       401     403      403      404       401       403   | id=a
POST /api/tag_make                             401     403      403      422       401       403   | name=
POST /api/tag_rename                           401     403      403      404       401       403   | id=a&name=N
POST /api/tag_merge                            401     403      403      404       401       403   | id=a&into=b
POST /api/tag_delete                           401     403      403      404       401       403   | id=a
GET  /api/workspace_subscriptions              401     403      403      200       401       403
POST /api/subscription_make                    401     403      403      422       401       403   | consent=opt_in
POST /api/subscription_change                  401     403      403      404       401       403   | id=a&translations%5B0%5D%5Blocale%5D=en&translations%5B0%5D%5Bname%5D=N&by_email=true
POST /api/subscription_state                   401     403      403      404       401       403   | id=a&state=live
POST /api/subscription_merge                   401     403      403      404       401       403   | id=a&into=b
POST /api/subscription_delete                  401     403      403      404       401       403   | id=a&typed=delete
POST /api/person_save                          401     403      403      404       401       403   | id=a&person%5Bname%5D=N
POST /api/person_block                         401     403      403      404:403   401       403   | id=a&blocked=true
POST /api/person_company                       401     403      403      404       401       403   | id=a&company=b&attached=true
POST /api/company_save                         401     403      403      404       401       403   | id=a&company%5Bname%5D=N
POST /api/company_archive                      401     403      403      404:403   401       403   | id=a&archived=true
POST /api/company_delete                       401     403      403      404:403   401       403   | id=a&typed=delete
GET  /workspace/companies/a/export             401     403      403      404:403   401       403
POST /workspace/people/import/file             401     403      403      /workspace/people/import?refused=no_file:403 401 403
GET  /workspace/people/csv                     401     403      403      200:403   401       403
GET  /workspace/people/a/export                401     403      403      404:403   401       403
GET  /workspace/attachments/1                  401     403      403      404       401       403
GET  /lifecycle/ledger?entry=1                 403     403      403      200       403       403

#    called by pages themselves                nobody  owner    other    teammate  expired   foreign
GET  /api/known                                200     200      200      200       200       200
POST /api/current_account                      200     200!     200      200       200       200
POST /api/current_consent                      200     200      200      200       200       200
POST /api/messenger_token                      401     200      200      200       401       200   | {}
GET  /api/inbox                                401     403      403      200       401       403
GET  /api/inbox_conversation?id=1              401     403      403      404       401       403
POST /api/inbox_seen                           401     403      403      404       401       403   | id=1&part=1
GET  /api/people_import?id=a                   401     403      403      404:403   401       403
GET  /api/people_timeline?id=a                 401     403      403      404       401       403
GET  /workspace/people/stream?id=a             401     403      403      404       401       403
GET  /workspace/inbox/stream                   401     403      403      200       401       403
POST /lifecycle/calls                          403     403      403      204       403       403   | {"sent_at_ms":0,"entries":[]}
GET  /lifecycle/stream                         403     403      403      200       403       403

#    the workspace's, which reads no cookie    nobody  owner    other    teammate  expired   foreign
POST /messenger/web/ping                       200     200      200      200       200       200   | {"app_id":"$APP","ping_id":"p","call":"boot","page":{"url":"https://shop.example/"}}
POST /messenger/web/event                      403     403      403      403       403       403   | {"app_id":"$APP","ping_id":"p","name":"added-to-cart"}
POST /messenger/web/shutdown                   204     204      204      204       204       204
GET  /messenger/web/home?app_id=$APP           401     401      401      401       401       401
GET  /messenger/web/conversations/1?app_id=$APP 401    401      401      401       401       401
GET  /messenger/web/messages?app_id=$APP       401     401      401      401       401       401
GET  /messenger/web/unread?app_id=$APP         401     401      401      401       401       401
POST /messenger/web/message                    403     403      403      403       403       403   | {"app_id":"$APP","key":"k","text":"Hello"}
POST /messenger/web/seen                       403     403      403      403       403       403   | {"app_id":"$APP","conversation":"1","part":"1"}
POST /messenger/web/attachments?app_id=$APP&name=a.txt 401 401 401      401       401       401   | Hello
GET  /messenger/web/attachments/1?app_id=$APP  401     401      401      401       401       401
GET  /messenger/web/outbound/1?app_id=$APP     401     401      401      401       401       401
POST /messenger/web/outbound                   403     403      403      403       403       403   | {"app_id":"$APP","message":"1","what":"seen"}
POST /messenger/web/typing                     401     401      401      401       401       401   | {"app_id":"$APP","conversation":"1"}
POST /messenger/web/email                      403     403      403      403       403       403   | {"app_id":"$APP","email":"lead@example.com"}
GET  /messenger/web/stream?app_id=$APP&after=0 401     401      401      401       401       401
GET  /messenger/web/panel?app_id=$APP          200     200      200      200       200       200
GET  /messenger/web/panel.js                   200     200      200      200       200       200
GET  /messenger/web/panel.css                  200     200      200      200       200       200
GET  /messenger/web/frame.js                   200     200      200      200       200       200
GET  /widget/$APP                              200     200      200      200       200       200

#    files and the rest                        nobody  owner    other    teammate  expired   foreign
GET  $VERSIONED/pkg/app.js                     200     200      200      200       200       200
GET  $VERSIONED                                404     404      404      404       404       404
GET  $VERSIONED/                               404     404      404      404       404       404
GET  /v/older/pkg/app.js                       404     404      404      404       404       404
GET  /favicon.svg                              200     200      200      200       200       200
GET  /healthz                                  200     200      200      200       200       200
GET  /readyz                                   200     200      200      200       200       200
"#;
