//! Why a profile or a new password is not taken, in words. Shared with the browser, because the answer to a plain form
//! comes back in the page's address, where anybody can write anything: the page shows these words and no others.

crate::error::known_messages! {
    NAME_MISSING = "Tell us what to call you.";
    NAME_TOO_LONG = "This name is too long. It can have up to 100 characters.";
    NAME_NOT_ONE_LINE = "A name is one line of plain text. Remove line breaks and tabs.";
    EMAIL_TOO_LONG = "This address is too long. It can have up to 254 characters.";
    EMAIL_NOT_WHOLE = "This address is not complete. It should look like name@example.com.";
    EMAIL_TAKEN = "Another account has this address. Use a different one.";
    EMAIL_HAS_ACCOUNT = "This address has an account already. Log in, or use a different one.";

    PASSWORD_WRONG = "This is not your current password. Check it and try again.";
    PASSWORD_TOO_SHORT = "This is too short. A password has at least 10 characters.";
    PASSWORD_TOO_LONG = "This is too long. Use a shorter password.";
    PASSWORD_COMMON = "This is one of the passwords that are tried first. Choose one that nobody would guess.";
    PASSWORD_PERSONAL = "This is too much like your name or address. Choose one that nobody would guess.";

    CODE_MISSING = "Enter the code that your authenticator shows.";
    CODE_WRONG = "This code is not right, or was used before. Wait for the next one.";
    SECOND_FACTOR_IS_ON = "You have a second factor already.";
    SECOND_FACTOR_REQUIRED = "Teammates of this server have to have a second factor.";

    DEMO_STAYS = "This demo account is open to everybody, so it stays as it is. Nothing was changed.";
}
