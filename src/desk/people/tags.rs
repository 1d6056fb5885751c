//! The tags of a person or a company, and the form of another one.

use leptos::html::Form;
use leptos::prelude::*;

use super::api::{PeopleTag, PeopleUntag};
use super::state::{Named, RecordTags};
use crate::components::{ActionForm, FormAction, Icon, ServerAction, on_success};
use crate::desk::answers::Answers;
use crate::desk::folding::empty;

/// The actions of the forms of tags. The page owns them.
#[derive(Clone, Copy)]
pub struct TagActions {
    tag: ServerAction<PeopleTag>,
    untag: ServerAction<PeopleUntag>,
    form: NodeRef<Form>,
}

impl TagActions {
    pub fn new(answers: Answers) -> Self {
        let actions = Self {
            tag: answers.action("The tag is given."),
            untag: answers.action("The tag is taken away."),
            form: NodeRef::new(),
        };
        on_success(actions.tag, move |()| empty(actions.form));
        actions
    }
}

/// The tags of a thing, each with a button that takes it away. `of` is the field of the form that names the thing, and
/// its value. A button is called “Remove the tag …”, and `whence` follows.
pub fn tag_chips<S: FormAction>(
    applied: Vec<Named>,
    untag: ServerAction<S>,
    of: (&'static str, String),
    whence: &'static str,
) -> AnyView {
    let (field, of) = (of.0, StoredValue::new(of.1));
    let chip = move |Named { id, name }: Named| {
        let label = format!("Remove the tag {name}{whence}");
        view! {
            <li class="tag">
                <bdi>{name}</bdi>
                <ActionForm action=untag>
                    <input type="hidden" name=field value=of.get_value()/>
                    <input type="hidden" name="tag" value=id/>
                    <button class="icon-button" type="submit" aria-label=label.clone() title=label><Icon name="close" class="small"/></button>
                </ActionForm>
            </li>
        }
    };
    view! { <ul class="plain line tags">{applied.into_iter().map(chip).collect_view()}</ul> }.into_any()
}

/// The tags of the person or company with this id.
pub fn tags(id: String, RecordTags { applied, others }: RecordTags, actions: TagActions) -> AnyView {
    let applied = tag_chips(applied, actions.untag, ("id", id.clone()), "");
    let offered = others.into_iter().map(|name| view! { <option value=name></option> }).collect_view();
    view! {
        <section class="sheet" aria-labelledby="tags">
            <h2 id="tags">"Tags"</h2>
            {applied}
            <ActionForm action=actions.tag node_ref=actions.form attr:class="line">
                <input type="hidden" name="id" value=id/>
                <label class="field"><span class="label">"Tag"</span>
                    <input class="input" name="name" list="other-tags" required maxlength="255" autocomplete="off"/></label>
                <datalist id="other-tags">{offered}</datalist>
                <button class="button" type="submit">"Add the tag"</button>
            </ActionForm>
        </section>
    }
    .into_any()
}
