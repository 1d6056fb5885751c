//! Why something cannot be bought, in words. Shared with the browser, because the answer to a plain form comes back in
//! the page's address, where anybody can write anything: pages show these words and no others.

pub const UNKNOWN_CHOICE: &str = "We do not sell that. Choose from what the page offers.";
pub const UNKNOWN_COFFEE: &str = "We do not roast a coffee of that name any more.";
pub const SOLD_OUT: &str =
    "This coffee is sold out just now. Choose another, or look again after the next roast.";
pub const QUANTITY: &str = "You can have between 1 and 20 of each.";
pub const MOST_IN: &str = "The cart takes 20 of one thing at most, and has some of this already.";
pub const CART_FULL: &str = "The cart is full: it holds 50 different things. Take something out first.";

pub const CART_EMPTY: &str = "There is nothing in the cart to order.";
pub const NOT_ENOUGH: &str = "Something in the cart has just sold out, or there is less of it than you want. Nothing was ordered. Look at the cart again.";
pub const CART_CHANGED: &str =
    "The cart has changed since this page was opened. Nothing was ordered. Look at it again.";
pub const FORM_BROKEN: &str =
    "Something is missing from this form. Open the page again and order from there.";

pub const NAME_MISSING: &str = "Whose name is on the door?";
pub const STREET_MISSING: &str = "The post needs a street and a number.";
pub const POSTCODE_MISSING: &str = "The post needs a postcode, such as 5003.";
pub const CITY_MISSING: &str = "Which town does it go to?";
pub const COUNTRY_UNKNOWN: &str = "We do not send there. Choose a country from the list.";
pub const TOO_LONG: &str = "This is too long for a label. Shorten it to 100 characters.";
pub const NOT_ONE_LINE: &str = "This is one line of plain text. Remove line breaks and tabs.";

/// The message, if it is one of these; a general one in place of any other.
pub fn known_message(message: &str) -> &str {
    let ours = [
        UNKNOWN_CHOICE,
        UNKNOWN_COFFEE,
        SOLD_OUT,
        QUANTITY,
        MOST_IN,
        CART_FULL,
        CART_EMPTY,
        NOT_ENOUGH,
        CART_CHANGED,
        FORM_BROKEN,
        NAME_MISSING,
        STREET_MISSING,
        POSTCODE_MISSING,
        CITY_MISSING,
        COUNTRY_UNKNOWN,
        TOO_LONG,
        NOT_ONE_LINE,
    ];
    if ours.contains(&message) { message } else { "This cannot be accepted. Check it and try again." }
}
