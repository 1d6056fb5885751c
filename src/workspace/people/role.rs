//! What a person is to the app.

foundation::text_enum! {
    /// What a person is to the app. Source: Intercom's REST API, "Contacts" (`role`), and its help on leads and users.
    #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, sqlx::Type)]
    #[sqlx(type_name = "text", rename_all = "lowercase")]
    pub enum Role {
        /// A browser that has written nothing.
        #[default]
        Visitor = "visitor",
        /// A visitor who has written, or whom somebody made by an e-mail alone.
        Lead = "lead",
        /// A person whom the app knows.
        User = "user",
    }
}
