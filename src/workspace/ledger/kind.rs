//! The kinds of changes, and who may see each.

use serde::{Deserialize, Serialize};

foundation::text_enum! {
    /// A kind of change.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, sqlx::Type)]
    #[serde(rename_all = "snake_case")]
    #[sqlx(type_name = "text", rename_all = "snake_case")]
    pub enum LedgerKind {
        PersonCreated = "person_created",
        PersonChanged = "person_changed",
        /// The subject is the id of the person who is gone.
        PersonMerged = "person_merged",
        PersonArchived = "person_archived",
        PersonUnarchived = "person_unarchived",
        PersonBlocked = "person_blocked",
        PersonUnblocked = "person_unblocked",
        /// All that is left of a person.
        PersonDeleted = "person_deleted",
        CompanyCreated = "company_created",
        CompanyChanged = "company_changed",
        CompanyArchived = "company_archived",
        CompanyUnarchived = "company_unarchived",
        CompanyDeleted = "company_deleted",
        CompanyPersonAttached = "company_person_attached",
        CompanyPersonDetached = "company_person_detached",
        /// Of what is tagged or untagged, the subject is the id of the tag.
        PersonTagged = "person_tagged",
        PersonUntagged = "person_untagged",
        CompanyTagged = "company_tagged",
        CompanyUntagged = "company_untagged",
        /// Of a note on a person or a company, the subject is the id of the note.
        PersonNoteWritten = "person_note_written",
        PersonNoteDeleted = "person_note_deleted",
        CompanyNoteWritten = "company_note_written",
        CompanyNoteDeleted = "company_note_deleted",
        /// The subject is the id of the subscription type.
        PersonSubscribed = "person_subscribed",
        PersonUnsubscribed = "person_unsubscribed",
        ConversationPersonReplied = "conversation_person_replied",
        ConversationTeammateReplied = "conversation_teammate_replied",
        ConversationNoted = "conversation_noted",
        ConversationAssigned = "conversation_assigned",
        ConversationOpened = "conversation_opened",
        ConversationClosed = "conversation_closed",
        ConversationSnoozed = "conversation_snoozed",
        /// The title, the priority or custom attributes changed.
        ConversationChanged = "conversation_changed",
        /// Somebody asked the person for a rating.
        ConversationRatingRequested = "conversation_rating_requested",
        ConversationRated = "conversation_rated",
        /// A side has read on.
        ConversationRead = "conversation_read",
        ConversationTagged = "conversation_tagged",
        ConversationUntagged = "conversation_untagged",
        PartTagged = "part_tagged",
        PartUntagged = "part_untagged",
        /// A person got a teammate's message. The conversation's number is the one that it has once they answer.
        MessageDelivered = "message_delivered",
        MessageSaved = "message_saved",
        MessageStarted = "message_started",
        MessageScheduled = "message_scheduled",
        MessageSent = "message_sent",
        MessageStopped = "message_stopped",
        MessageTested = "message_tested",
        AppMade = "app_made",
        IdentityKeyMade = "identity_key_made",
        IdentityKeyRenamed = "identity_key_renamed",
        IdentityKeyRetired = "identity_key_retired",
        IdentityEnforcement = "identity_enforcement",
        /// The subject is the attribute's number, as of the others of attributes.
        AttributeCreated = "attribute_created",
        AttributeChanged = "attribute_changed",
        AttributeArchived = "attribute_archived",
        AttributeUnarchived = "attribute_unarchived",
        /// The subject is the attribute's name.
        AttributeProtected = "attribute_protected",
        AttributeUnprotected = "attribute_unprotected",
        EventNameArchived = "event_name_archived",
        EventNameRestored = "event_name_restored",
        MessengerSet = "messenger_set",
        TeammateAdded = "teammate_added",
        /// The name changed, and perhaps more.
        TeammateRenamed = "teammate_renamed",
        TeammateChanged = "teammate_changed",
        TeammateAway = "teammate_away",
        TeammateBack = "teammate_back",
        TeammateRemoved = "teammate_removed",
        TeamMade = "team_made",
        TeamRenamed = "team_renamed",
        TeamRemoved = "team_removed",
        TagMade = "tag_made",
        TagRenamed = "tag_renamed",
        /// The tag has got the things of another one, whose deletion follows.
        TagMerged = "tag_merged",
        TagDeleted = "tag_deleted",
        SegmentMade = "segment_made",
        SegmentChanged = "segment_changed",
        SegmentMerged = "segment_merged",
        SegmentDeleted = "segment_deleted",
        SubscriptionTypeMade = "subscription_type_made",
        SubscriptionTypeChanged = "subscription_type_changed",
        SubscriptionTypeArchived = "subscription_type_archived",
        /// The type has got the consents of another one, whose deletion follows.
        SubscriptionTypeMerged = "subscription_type_merged",
        SubscriptionTypeDeleted = "subscription_type_deleted",
        /// The subject is the import's id.
        PeopleImported = "people_imported",
        PeopleImportUndone = "people_import_undone",
        /// The subject is the team's number and the teammate's.
        TeamMemberAdded = "team_member_added",
        TeamMemberRemoved = "team_member_removed",
    }
}

/// Who may see a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Readers {
    /// The panel of the person whom it is about.
    pub person: bool,
    /// The desk's pages of people, companies and conversations.
    pub desk: bool,
    /// The inspector.
    pub inspector: bool,
    /// Programs of the app's owner, by webhooks.
    pub webhook: bool,
}

const PANEL: Readers = Readers { person: true, desk: true, inspector: false, webhook: true };
const DESK: Readers = Readers { person: false, desk: true, inspector: false, webhook: true };
const DATA: Readers = Readers { person: false, desk: true, inspector: true, webhook: true };
const SETTINGS: Readers = Readers { person: false, desk: false, inspector: true, webhook: false };

impl LedgerKind {
    /// Who may see a change of this kind. A new kind needs a decision here.
    pub fn readers(self) -> Readers {
        match self {
            Self::ConversationPersonReplied
            | Self::ConversationTeammateReplied
            | Self::ConversationRead
            | Self::MessageDelivered => PANEL,
            Self::ConversationNoted
            | Self::ConversationAssigned
            | Self::ConversationOpened
            | Self::ConversationClosed
            | Self::ConversationSnoozed
            | Self::ConversationTagged
            | Self::ConversationUntagged
            | Self::PartTagged
            | Self::PartUntagged
            | Self::PersonNoteWritten
            | Self::PersonNoteDeleted
            | Self::CompanyNoteWritten
            | Self::CompanyNoteDeleted
            | Self::ConversationChanged
            // The panel shows no rating.
            | Self::ConversationRatingRequested
            | Self::ConversationRated
            // Whom the team blocks, and why, is the team's own.
            | Self::PersonBlocked
            | Self::PersonUnblocked => DESK,
            Self::PersonCreated
            | Self::PersonChanged
            | Self::PersonMerged
            | Self::PersonArchived
            | Self::PersonUnarchived
            | Self::PersonDeleted
            | Self::CompanyCreated
            | Self::CompanyChanged
            | Self::CompanyArchived
            | Self::CompanyUnarchived
            | Self::CompanyDeleted
            | Self::CompanyPersonAttached
            | Self::CompanyPersonDetached
            | Self::PersonTagged
            | Self::PersonUntagged
            | Self::CompanyTagged
            | Self::CompanyUntagged
            | Self::PersonSubscribed
            | Self::PersonUnsubscribed => DATA,
            Self::MessageSaved
            | Self::MessageStarted
            | Self::MessageScheduled
            | Self::MessageSent
            | Self::MessageStopped
            | Self::MessageTested
            | Self::AppMade
            | Self::IdentityKeyMade
            | Self::IdentityKeyRenamed
            | Self::IdentityKeyRetired
            | Self::IdentityEnforcement
            | Self::AttributeCreated
            | Self::AttributeChanged
            | Self::AttributeArchived
            | Self::AttributeUnarchived
            | Self::AttributeProtected
            | Self::AttributeUnprotected
            | Self::EventNameArchived
            | Self::EventNameRestored
            | Self::MessengerSet
            | Self::TeammateAdded
            | Self::TeammateRenamed
            | Self::TeammateChanged
            | Self::TeammateAway
            | Self::TeammateBack
            | Self::TeammateRemoved
            | Self::TeamMade
            | Self::TeamRenamed
            | Self::TeamRemoved
            | Self::TagMade
            | Self::TagRenamed
            | Self::TagMerged
            | Self::TagDeleted
            | Self::SegmentMade
            | Self::SegmentChanged
            | Self::SegmentMerged
            | Self::SegmentDeleted
            | Self::SubscriptionTypeMade
            | Self::SubscriptionTypeChanged
            | Self::SubscriptionTypeArchived
            | Self::SubscriptionTypeMerged
            | Self::SubscriptionTypeDeleted
            | Self::PeopleImported
            | Self::PeopleImportUndone
            | Self::TeamMemberAdded
            | Self::TeamMemberRemoved => SETTINGS,
        }
    }

    /// Whether something was tagged or untagged. The subject is the id of the tag.
    pub fn is_of_tag(self) -> bool {
        matches!(
            self,
            Self::PersonTagged
                | Self::PersonUntagged
                | Self::CompanyTagged
                | Self::CompanyUntagged
                | Self::ConversationTagged
                | Self::ConversationUntagged
                | Self::PartTagged
                | Self::PartUntagged
        )
    }

    /// The kinds that the person's own panel learns of.
    pub fn of_panels() -> impl Iterator<Item = &'static str> {
        Self::ALL.into_iter().filter(|kind| kind.readers().person).map(Self::as_str)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panel_learns_of_messages_and_reading_alone_and_the_inspector_of_no_conversation_and_no_note() {
        let seen = |by: fn(Readers) -> bool| {
            let kinds = LedgerKind::ALL.into_iter().filter(move |kind| by(kind.readers()));
            kinds.map(LedgerKind::as_str).collect::<Vec<_>>()
        };
        assert_eq!(
            seen(|readers| readers.person),
            [
                "conversation_person_replied",
                "conversation_teammate_replied",
                "conversation_read",
                "message_delivered"
            ]
        );
        let is_of_the_team = |kind: &&str| {
            ["conversation", "part", "note"].iter().any(|word| kind.split('_').any(|one| one == *word))
        };
        assert_eq!(seen(|readers| readers.inspector).into_iter().find(is_of_the_team), None);
        assert!(LedgerKind::ALL.into_iter().all(|kind| {
            let Readers { person, desk, inspector, webhook } = kind.readers();
            person || desk || inspector || webhook
        }));
    }

    #[test]
    fn json_has_the_name_that_the_kind_has() {
        for kind in LedgerKind::ALL {
            assert_eq!(serde_json::to_value(kind).unwrap(), kind.as_str());
        }
    }
}
