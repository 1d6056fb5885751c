//! The list of the data that the shop keeps, and for how long.

use leptos::prelude::*;

use super::kept::kept;
use super::practice::{Practice, in_words};

/// The data that the shop keeps of a person, beside the chat's.
#[component]
pub fn ShopData(practice: Practice) -> impl IntoView {
    let fixed = practice.fixed_times;
    let until_deleted = || "Until you delete the account.".to_owned();
    view! {
        <dl>
            {kept(
                "Account",
                "Your name, your email address, your company’s name if you give one, and the day you became a customer. A scrambled form of your password, which cannot be turned back. Of our team, the secret of a second factor.",
                until_deleted(),
            )}
            {kept(
                "Places where you are logged in",
                "The kind of browser, such as “Firefox on Linux”, when you logged in, and when it was last used.",
                format!(
                    "Until you log out or do nothing there for {}; {} at most.",
                    in_words(practice.session_idle_seconds),
                    in_words(practice.session_max_seconds)
                ),
            )}
            {kept(
                "Browsers that you logged in from",
                "A scrambled number for each, so that somebody who tries your password elsewhere cannot lock you out.",
                format!("{} from your last log-in there.", in_words(fixed.browser)),
            )}
            {kept(
                "Orders and subscriptions",
                "What you bought, when, what it cost, and the name and postal address it went to. Which plan or coffee comes again, and whether it is paused.",
                until_deleted(),
            )}
            {kept(
                "A guest’s orders",
                "The same, with your email address. Anybody who has the order’s address can read it, and so can you in the browser where you ordered, until somebody logs out there. The chat’s list of the pages that you opened holds that address. If you sign up there, the orders join your account.",
                format!("{} from the order, or as long as the account that they joined.", in_words(fixed.guest_order)),
            )}
            {kept(
                "Address for your next order",
                "The name and postal address of your last order, so that the check-out has them filled in.",
                "Until you press “Forget this address” at the check-out, or delete the account.".to_owned(),
            )}
            {kept(
                "What you type at the check-out",
                "Email, name and postal address, in this tab of your browser alone.",
                "Until you order, somebody logs in or out, or you close the tab.".to_owned(),
            )}
            {kept(
                "Cart",
                "What lies in it.",
                format!(
                    "{} after its last use; the cart of an account until you empty it or delete the account.",
                    in_words(fixed.cart)
                ),
            )}
            {kept(
                "Failed tries",
                "How often log-ins failed, passwords were wrong, and sign-ups and changes of email were tried. We count them by network address, email address and account, in a scrambled form, so that nobody tries passwords or addresses by the thousand.",
                format!("{} at most.", in_words(fixed.tries)),
            )}
            {kept(
                "Deleted accounts",
                "The account’s number, so that nothing that comes late brings it back.",
                format!("{} at most.", in_words(fixed.deleted_account)),
            )}
            {(!practice.is_hosted).then(|| kept(
                "Ended sessions",
                "Once you end all your sessions, change your password or delete the account: its number, in a scrambled form. What was signed for the chat before then opens nothing.",
                "For good.".to_owned(),
            ))}
            {kept(
                "The server’s log",
                "Of each log-in, sign-up and change of an account: the account’s number, and the network address it came from. Of each request: its path, its time and its outcome. The log says neither names nor email addresses.",
                "As long as the people who run this server keep it.".to_owned(),
            )}
        </dl>
    }
}
