//! Why something cannot be bought, in words. Shared with the browser, because the answer to a plain form comes back in
//! the page's address, where anybody can write anything: pages show these words and no others.

crate::error::known_messages! {
    UNKNOWN_CHOICE = "We do not sell that. Choose from what the page offers.";
    UNKNOWN_COFFEE = "We do not roast a coffee of that name any more.";
    SOLD_OUT = "This coffee is sold out just now. Choose another, or look again after the next roast.";
    QUANTITY = "You can have between 1 and 20 of each.";
    MOST_IN = "The cart takes 20 of one thing at most, and has some of this already.";
    CART_FULL = "The cart is full: it holds 50 different things. Take something out first.";

    PLAN_ALONE = "A plan comes again and again. Choose “Subscribe again” to have it.";

    CART_EMPTY = "There is nothing in the cart to order.";
    NOT_ENOUGH = "Something in the cart has just sold out, or there is less of it than you want. Nothing was ordered. Look at the cart again.";
    CART_CHANGED = "The cart has changed since this page was opened. Nothing was ordered. Look at it again.";
    FORM_BROKEN = "Something is missing from this form. Open the page again and order from there.";

    NEEDS_ACCOUNT = "Plans and subscriptions need an account, where you can pause or stop them. Nothing was ordered. Log in or sign up, or take them out of the cart.";
    TOO_MUCH_FOR_A_GUEST = "A guest's order holds 10 kg of coffee at most. Nothing was ordered. Take something out of the cart, or log in or sign up.";
    LOGGED_IN_SINCE = "You have logged in since this page was opened. Nothing was ordered. Open the check-out again to order with your account.";

    NAME_MISSING = "Whose name is on the door?";
    STREET_MISSING = "The post needs a street and a number.";
    POSTCODE_MISSING = "The post needs a postcode, such as 5003.";
    CITY_MISSING = "Which town does it go to?";
    COUNTRY_UNKNOWN = "We do not send there. Choose a country from the list.";
    TOO_LONG = "This is too long for a label. Shorten it to 100 characters.";
    NOT_ONE_LINE = "This is one line of plain text. Remove line breaks and tabs.";
}
