//! `/plans`: the roaster's choice, every two weeks.

use leptos::prelude::*;

use super::add_to_cart::{AddForms, keep_in_sight};
use super::form::no_double_submit;
use super::undo_button::UndoButton;
use crate::components::{ActionForm, Crumbs, Heading, Icon, asset};
use crate::shop::{Grind, Item, Plan};

#[component]
pub fn PlansPage() -> impl IntoView {
    let forms = AddForms::here();
    view! {
        <div class="wrap">
            <Crumbs here="Plans"/>
            <div class="section-head">
                <div><Heading title="A plan comes and goes like the tide"/><p class="lead">"The roaster chooses, you drink: what is best that week, every two weeks. Pause or stop it whenever you like. Post is included."</p></div>
            </div>
        </div>
        <section class="band on-deep section" aria-label="The three plans">
            <svg class="chart" viewBox="0 0 800 240" preserveAspectRatio="xMidYMid slice" aria-hidden="true">
                <use href=asset("svg/chart.svg#chart")></use>
            </svg>
            <div class="wrap">
                <ul class="tide-table">
                    {Plan::ALL.iter().map(|plan| view! { <PlanCard plan=*plan forms/> }).collect_view()}
                </ul>
                <p class="hint">
                    "Coffee of your own choice comes again and again too, a tenth cheaper: say how often on "
                    <a href="/coffees">"its page"</a>"."
                </p>
            </div>
        </section>
    }
}

#[component]
fn PlanCard(plan: Plan, forms: AddForms) -> impl IntoView {
    let id = format!("grind-{}", plan.key());
    let grind = |grind: &Grind| view! { <option value=grind.key() selected=*grind == Grind::WholeBean>{grind.words()}</option> };
    let form = forms.of(plan.key());
    let (refusal, busy) = (form.refusal(), form.busy());
    let (done, is_done) = (form.done(), form.done());
    let said = NodeRef::new();
    keep_in_sight(said, done.clone());
    // With Undo the button that was pressed is gone; the card of the plan that is back has the focus then.
    Effect::new(move |_| {
        let has_focus = document().active_element().is_some_and(|element| element.tag_name() != "BODY");
        if let (true, false, Some(said)) = (done(), has_focus, said.get()) {
            _ = said.focus();
        }
    });
    let replaces = form.clone();
    let in_place_of = move || match replaces.replaced()?.0.parse().ok()? {
        Item::Plan { plan, .. } => Some(format!(", in place of the {} plan", plan.words())),
        Item::Coffee { .. } => None,
    };
    let undo = move || {
        form.replaced().map(|(item, quantity)| view! { <UndoButton item quantity put_back=forms.action/> })
    };
    view! {
        <li>
            <h2>{plan.words()}{(plan == Plan::Harbour).then(|| view! { <span class="tag">"Chosen most"</span> })}</h2>
            <p class="amount"><bdi>{plan.amount()}", every two weeks. "{plan.suits()}</bdi></p>
            <p class="price">{plan.price().to_string()}" "<small>"each time"</small></p>
            <ActionForm action=forms.action attr:class="stack" on:submit:capture=no_double_submit(busy)>
                <input type="hidden" name="plan" value=plan.key()/>
                <div class="field">
                    <label for=id.clone()>"Ground for"</label>
                    <select class="input" id=id name="grind">{Grind::ALL.iter().map(grind).collect_view()}</select>
                </div>
                <button class="button" type="submit" aria-busy=move || busy.get().to_string()>"Choose "{plan.words()}</button>
                {refusal.elsewhere(&[])}
                <div role="status" class="in-sight" tabindex="-1" node_ref=said>
                    {move || is_done().then(|| view! {
                        <p class="chosen">
                            <Icon name="check"/><span>{plan.words()}" is in the cart"{in_place_of.clone()}"."</span>{undo.clone()}
                            <a href="/cart">"See the cart"</a>
                        </p>
                    })}
                </div>
            </ActionForm>
        </li>
    }
}
