//! What the widget needs of the page's Content-Security-Policy.
//!
//! Source: Intercom's help, "Using Intercom with Content Security Policy", which names each region's hosts.

use super::{Region, Workspace};

/// Directives with the sources to add to the page's own; exactly those of this workspace's mode and region.
pub fn content_security_policy(workspace: &Workspace) -> Vec<(&'static str, &'static str)> {
    let Some(region) = workspace.hosted else {
        // The workspace is of the page's own origin, and so is the frame of its panel.
        return vec![("frame-src", "'self'")];
    };
    let mut sources = vec![
        ("script-src", "https://app.intercom.io https://widget.intercom.io https://js.intercomcdn.com"),
        (
            "connect-src",
            "https://via.intercom.io https://api-ping.intercom.io https://*.intercom-messenger.com \
             wss://*.intercom-messenger.com https://uploads.intercomusercontent.com",
        ),
        (
            "frame-src",
            "https://intercom-sheets.com https://www.intercom-reporting.com https://www.youtube.com \
             https://player.vimeo.com https://fast.wistia.net",
        ),
        ("font-src", "https://js.intercomcdn.com https://fonts.intercomcdn.com"),
        ("form-action", "https://intercom.help"),
        ("media-src", "https://js.intercomcdn.com"),
        (
            "img-src",
            "blob: data: https://js.intercomcdn.com https://uploads.intercomusercontent.com \
             https://gifs.intercomcdn.com https://video-messages.intercomcdn.com",
        ),
        ("style-src", "'unsafe-inline'"),
    ];
    sources.extend(match region {
        Region::Us => [
            (
                "connect-src",
                "https://api.intercom.io https://api-iam.intercom.io https://nexus-websocket-a.intercom.io \
                 wss://nexus-websocket-a.intercom.io https://nexus-websocket-b.intercom.io \
                 wss://nexus-websocket-b.intercom.io https://uploads.intercomcdn.com",
            ),
            ("form-action", "https://api-iam.intercom.io"),
            ("media-src", "https://downloads.intercomcdn.com"),
            (
                "img-src",
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
                "connect-src",
                "https://api.eu.intercom.io https://api-iam.eu.intercom.io \
                 https://nexus-europe-websocket.intercom.io wss://nexus-europe-websocket.intercom.io \
                 https://uploads.intercomcdn.eu https://uploads.eu.intercomcdn.com",
            ),
            ("form-action", "https://api-iam.eu.intercom.io"),
            ("media-src", "https://downloads.intercomcdn.eu"),
            (
                "img-src",
                "https://static.intercomassets.eu https://downloads.intercomcdn.eu \
                 https://messenger-apps.eu.intercom.io https://*.intercom-attachments.eu",
            ),
        ],
        Region::Au => [
            (
                "connect-src",
                "https://api.au.intercom.io https://api-iam.au.intercom.io \
                 https://nexus-australia-websocket.intercom.io wss://nexus-australia-websocket.intercom.io \
                 https://uploads.au.intercomcdn.com",
            ),
            ("form-action", "https://api-iam.au.intercom.io"),
            ("media-src", "https://downloads.au.intercomcdn.com"),
            (
                "img-src",
                "https://static.au.intercomassets.com https://downloads.au.intercomcdn.com \
                 https://messenger-apps.au.intercom.io https://*.au.intercom-attachments.com",
            ),
        ],
    });
    sources
}
