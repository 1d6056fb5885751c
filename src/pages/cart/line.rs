//! A line of the cart, with its quantity.

use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use crate::components::{ActionForm, Icon, ServerAction};
use crate::pages::coffee_card::Bag;
use crate::pages::form::RowRefusal;
use crate::shop::cart::{Cart, CartLine, MOST_OF_ONE, RemoveFromCart, SetQuantity};

/// The line of the cart with this key.
#[component]
pub fn LineRow(
    item: String,
    cart: RwSignal<Cart>,
    set: ServerAction<SetQuantity>,
    remove: ServerAction<RemoveFromCart>,
    not_set: RowRefusal,
    not_removed: RowRefusal,
) -> impl IntoView {
    let of_cart = item.clone();
    let find = move |cart: &Cart| cart.lines.iter().find(|line| line.item == of_cart).cloned();
    let first = cart.with_untracked(&find)?;
    // While the line is on its way out, it shows what it was.
    let line = Memo::new({
        let first = first.clone();
        move |before: Option<&CartLine>| {
            let now = cart.with(&find);
            now.unwrap_or_else(|| before.unwrap_or(&first).clone())
        }
    });
    let CartLine { name, words, href, bag, .. } = first;
    let class = bag.as_ref().map(|(palette, _)| palette.clone()).unwrap_or_default();
    let label = match bag {
        Some(_) => format!("Number of bags of {name}"),
        None => format!("Number of {name}s"),
    };
    let unavailable = move || {
        let words = match line.read().only? {
            0 => "Sold out since you chose it. Remove it to order the rest.".to_owned(),
            1 => "There is one bag of 250 g left. Take less, or remove it.".to_owned(),
            left => format!("There are {left} bags of 250 g left. Take less, or remove it."),
        };
        Some(view! { <p class="error line-error"><Icon name="alert" class="small"/>{words}</p> })
    };
    let in_turn = remove_in_turn(item.clone(), remove);
    let (not_set, not_removed) = (not_set.of_row(item.clone()), not_removed.of_row(item.clone()));
    Some(view! {
        <li class=class>
            <div class="shelf">{match bag {
                Some((_, mark)) => view! { <Bag mark/> }.into_any(),
                None => view! { <Icon name="boat"/> }.into_any(),
            }}</div>
            <div><h2 class="h3"><a href=href>{name.clone()}</a></h2><p class="hint"><bdi>{words}</bdi></p></div>
            <span class="price">{move || line.read().price.to_string()}</span>
            <div class="under">
                <Quantity item=item.clone() label line set/>
                <ActionForm action=remove on:submit:capture=in_turn>
                    <input type="hidden" name="item" value=item/>
                    <button class="button bare" type="submit">"Remove"<span class="out-of-sight">" "{name}</span></button>
                </ActionForm>
            </div>
            <div class="line-error">{not_set.elsewhere(&[])}{not_removed.elsewhere(&[])}</div>
            <div role="status" class="line-error">{unavailable}</div>
        </li>
    })
}

/// Requests go out one after the other, so that the last answer is the cart. A press during the removal of another line
/// waits for that answer.
fn remove_in_turn(
    item: String,
    remove: ServerAction<RemoveFromCart>,
) -> impl FnMut(SubmitEvent) + Clone + 'static {
    let busy = remove.pending();
    let (is_sent, waits) = (StoredValue::new(false), StoredValue::new(false));
    Effect::new(move |_| {
        if busy.get() {
            return;
        }
        let is_next = waits.get_value();
        is_sent.set_value(is_next);
        waits.set_value(false);
        if is_next {
            remove.dispatch(RemoveFromCart { item: item.clone() });
        }
    });
    move |event| {
        // The line of a page that is being left is still in sight when its values are gone.
        if busy.try_get_untracked().unwrap_or_default() {
            event.prevent_default();
            waits.set_value(is_sent.try_get_value() == Some(false));
        } else {
            is_sent.set_value(true);
        }
    }
}

/// The number follows each press at once. Requests go out one after the other, so that the last number is also the
/// server's. A number that the server refuses goes back to the last accepted one.
#[component]
fn Quantity(
    item: String,
    label: String,
    line: Memo<CartLine>,
    set: ServerAction<SetQuantity>,
) -> impl IntoView {
    let wanted = RwSignal::new(line.read_untracked().quantity);
    let (busy, of_form, of_answer) = (set.pending(), item.clone(), item.clone());
    let tell = move |known: i64| {
        let quantity = wanted.get_untracked();
        if !busy.get_untracked() && quantity != known {
            set.dispatch(SetQuantity { item: item.clone(), quantity });
        }
    };
    let next = tell.clone();
    // After each answer: the next number, or what the server says.
    Effect::new(move |before: Option<bool>| {
        let busy = busy.get();
        if before == Some(true) && !busy {
            let answered = set.value().with_untracked(|value| {
                let lines = &value.as_ref()?.as_ref().ok()?.lines;
                lines.iter().find(|line| line.item == of_answer).map(|line| line.quantity)
            });
            match answered {
                Some(known) => next(known),
                None => wanted.set(line.read_untracked().quantity),
            }
        }
        busy
    });
    let step = move |by: i64| {
        wanted.update(|number| *number = (*number + by).clamp(1, MOST_OF_ONE));
        tell(line.read_untracked().quantity);
    };
    let (fewer, more) = (step.clone(), step);
    view! {
        <form method="post" action="/api/set_quantity" on:submit=|event| event.prevent_default()>
            <div class="stepper" role="group" aria-label=label>
                <input type="hidden" name="item" value=of_form/>
                <button class="icon-button" type="submit" name="quantity" aria-label="One fewer"
                    value=move || (wanted.get() - 1).max(1).to_string()
                    aria-disabled=move || (wanted.get() <= 1).to_string() on:click=move |_| fewer(-1)>
                    <Icon name="minus"/>
                </button>
                <output>{wanted}</output>
                <button class="icon-button" type="submit" name="quantity" aria-label="One more"
                    value=move || (wanted.get() + 1).min(MOST_OF_ONE).to_string()
                    aria-disabled=move || (wanted.get() >= MOST_OF_ONE).to_string() on:click=move |_| more(1)>
                    <Icon name="plus"/>
                </button>
            </div>
        </form>
    }
}
