//! Why a profile or a new password is not taken, in words. Shared with the browser, because the answer to a plain form
//! comes back in the page's address, where anybody can write anything: the page shows these words and no others.

pub const NAME_MISSING: &str = "Tell us what to call you.";
pub const NAME_TOO_LONG: &str = "This name is too long. It can have up to 100 characters.";
pub const NAME_NOT_ONE_LINE: &str = "A name is one line of plain text. Remove line breaks and tabs.";
pub const EMAIL_TOO_LONG: &str = "This address is too long. It can have up to 254 characters.";
pub const EMAIL_NOT_WHOLE: &str = "This address is not complete. It should look like name@example.com.";
pub const EMAIL_TAKEN: &str = "Another account has this address. Use a different one.";
pub const EMAIL_HAS_ACCOUNT: &str = "This address has an account already. Log in, or use a different one.";

pub const PASSWORD_WRONG: &str = "This is not your current password. Check it and try again.";
pub const PASSWORD_TOO_SHORT: &str = "This is too short. A password has at least 10 characters.";
pub const PASSWORD_TOO_LONG: &str = "This is too long. Use a shorter password.";
pub const PASSWORD_COMMON: &str =
    "This is one of the passwords that are tried first. Choose one that nobody would guess.";
pub const PASSWORD_PERSONAL: &str =
    "This is too much like your name or address. Choose one that nobody would guess.";

pub const CODE_MISSING: &str = "Enter the code that your authenticator shows.";
pub const CODE_WRONG: &str = "This code is not right, or was used before. Wait for the next one.";
pub const SECOND_FACTOR_IS_ON: &str = "You have a second factor already.";
pub const SECOND_FACTOR_REQUIRED: &str = "Teammates of this server have to have a second factor.";

pub const DEMO_STAYS: &str =
    "This demo account is open to everybody, so it stays as it is. Nothing was changed.";

/// The message, if it is one of these; a general one in place of any other.
pub fn known_message(message: &str) -> &str {
    let ours = [
        NAME_MISSING,
        NAME_TOO_LONG,
        NAME_NOT_ONE_LINE,
        EMAIL_TOO_LONG,
        EMAIL_NOT_WHOLE,
        EMAIL_TAKEN,
        EMAIL_HAS_ACCOUNT,
        PASSWORD_WRONG,
        PASSWORD_TOO_SHORT,
        PASSWORD_TOO_LONG,
        PASSWORD_COMMON,
        PASSWORD_PERSONAL,
        CODE_MISSING,
        CODE_WRONG,
        DEMO_STAYS,
    ];
    if ours.contains(&message) { message } else { "This cannot be accepted. Check it and try again." }
}
