//! The sources that the widget needs in the page's Content-Security-Policy.
//!
//! Source: Intercom's help, "Using Intercom with Content Security Policy", which names each region's hosts.

use super::workspace::{Region, Workspace};

/// Directives, and sources that each of them needs.
pub type Needed = (&'static [&'static str], &'static str);

// Beside the first name stand the more particular ones that browsers read in its place; child-src as Intercom lists it.
const SCRIPT: &[&str] = &["script-src", "script-src-elem"];
const STYLE: &[&str] = &["style-src", "style-src-elem", "style-src-attr"];
const FRAME: &[&str] = &["frame-src", "child-src"];
const CONNECT: &[&str] = &["connect-src"];
const FONT: &[&str] = &["font-src"];
const FORM: &[&str] = &["form-action"];
const IMG: &[&str] = &["img-src"];
const MEDIA: &[&str] = &["media-src"];

/// The sources that this workspace's widget needs: exactly those of its mode and region.
pub fn needed(workspace: &Workspace) -> Vec<Needed> {
    let Some(region) = workspace.hosted else {
        // The workspace is of the page's own origin, and so is the frame of its panel.
        return vec![(FRAME, "'self'")];
    };
    let mut sources = vec![
        (
            SCRIPT,
            "https://app.intercom.io https://widget.intercom.io https://js.intercomcdn.com",
        ),
        (
            CONNECT,
            "https://via.intercom.io https://api-ping.intercom.io https://*.intercom-messenger.com \
             wss://*.intercom-messenger.com https://uploads.intercomusercontent.com",
        ),
        (
            FRAME,
            "https://intercom-sheets.com https://www.intercom-reporting.com https://www.youtube.com \
             https://player.vimeo.com https://fast.wistia.net",
        ),
        (
            FONT,
            "https://js.intercomcdn.com https://fonts.intercomcdn.com",
        ),
        (FORM, "https://intercom.help"),
        (MEDIA, "https://js.intercomcdn.com"),
        (
            IMG,
            "blob: data: https://js.intercomcdn.com https://uploads.intercomusercontent.com \
             https://gifs.intercomcdn.com https://video-messages.intercomcdn.com",
        ),
        (STYLE, "'unsafe-inline'"),
    ];
    sources.extend(match region {
        Region::Us => [
            (
                CONNECT,
                "https://api.intercom.io https://api-iam.intercom.io https://nexus-websocket-a.intercom.io \
                 wss://nexus-websocket-a.intercom.io https://nexus-websocket-b.intercom.io \
                 wss://nexus-websocket-b.intercom.io https://uploads.intercomcdn.com",
            ),
            (FORM, "https://api-iam.intercom.io"),
            (MEDIA, "https://downloads.intercomcdn.com"),
            (
                IMG,
                "https://static.intercomassets.com https://downloads.intercomcdn.com \
                 https://messenger-apps.intercom.io https://*.intercom-attachments-1.com \
                 https://*.intercom-attachments-2.com https://*.intercom-attachments-3.com \
                 https://*.intercom-attachments-4.com https://*.intercom-attachments-5.com \
                 https://*.intercom-attachments-6.com https://*.intercom-attachments-7.com \
                 https://*.intercom-attachments-8.com https://*.intercom-attachments-9.com",
            ),
        ],
        Region::Eu => [
            (
                CONNECT,
                "https://api.eu.intercom.io https://api-iam.eu.intercom.io \
                 https://nexus-europe-websocket.intercom.io wss://nexus-europe-websocket.intercom.io \
                 https://uploads.intercomcdn.eu https://uploads.eu.intercomcdn.com",
            ),
            (FORM, "https://api-iam.eu.intercom.io"),
            (MEDIA, "https://downloads.intercomcdn.eu"),
            (
                IMG,
                "https://static.intercomassets.eu https://downloads.intercomcdn.eu \
                 https://messenger-apps.eu.intercom.io https://*.intercom-attachments.eu",
            ),
        ],
        Region::Au => [
            (
                CONNECT,
                "https://api.au.intercom.io https://api-iam.au.intercom.io \
                 https://nexus-australia-websocket.intercom.io wss://nexus-australia-websocket.intercom.io \
                 https://uploads.au.intercomcdn.com",
            ),
            (FORM, "https://api-iam.au.intercom.io"),
            (MEDIA, "https://downloads.au.intercomcdn.com"),
            (
                IMG,
                "https://static.au.intercomassets.com https://downloads.au.intercomcdn.com \
                 https://messenger-apps.au.intercom.io https://*.au.intercom-attachments.com",
            ),
        ],
    });
    sources
}
