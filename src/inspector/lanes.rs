//! The timeline: a long list of which only what is near the eye is in the document.

use leptos::html::{Div, Ol};
use leptos::prelude::*;
use std::ops::Range;

use super::inspection::Inspection;
use super::moment::Place;
use super::roving::Roving;
use super::row::row;
use super::shown::Heights;
use super::states;

/// How many pixels beyond the visible are drawn, so that scrolling does not outrun it.
const MARGIN: f64 = 600.0;
/// This near to its end the list is followed.
const AT_END: f64 = 48.0;

/// Where the list is scrolled to.
#[derive(Clone, Copy)]
struct Scroll {
    inspection: Inspection,
    lanes: NodeRef<Div>,
    list: NodeRef<Ol>,
    /// The part of the list that is visible.
    pixels: RwSignal<Range<f64>>,
    heights: RwSignal<Heights>,
    /// New moments are scrolled to.
    following: RwSignal<bool>,
    /// What stands at the top, and how far it is scrolled beyond it: held in place when the list changes above.
    anchor: StoredValue<Option<(Place, f64)>>,
}

pub fn lanes(inspection: Inspection, roving: Roving) -> AnyView {
    let rulers = NodeRef::<Div>::new();
    let scroll = Scroll {
        inspection,
        lanes: roving.lanes,
        list: NodeRef::new(),
        pixels: RwSignal::new(0.0..0.0),
        heights: RwSignal::new(Heights { gate: 48.0, half: 64.0, whole: 64.0, warning: 32.0 }),
        following: RwSignal::new(true),
        anchor: StoredValue::new(None),
    };
    let window = Memo::new(move |_| {
        let pixels = scroll.pixels.get();
        let drawn = (pixels.start - MARGIN)..(pixels.end + MARGIN);
        inspection.view(|shown| shown.window(&drawn, &scroll.heights.read()))
    });
    Effect::new(move |_| {
        let (Some(list), window) = (scroll.list.get(), window.get()) else { return };
        let style = (*list).style();
        _ = style.set_property("padding-block-start", &format!("{}px", window.before));
        _ = style.set_property("block-size", &format!("{}px", window.total));
        scroll.keep();
    });
    Effect::new(move |_| {
        if let Some(place) = roving.wanted.get() {
            scroll.reveal(place);
        }
    });
    Effect::new(move |_| {
        if let (Some(lanes), Some(ruler)) = (roving.lanes.get(), rulers.get()) {
            super::browser::on_resize(&[&lanes, &ruler], move || scroll.measure(rulers));
        }
    });
    let received = match inspection.hosted {
        true => "What the hosted workspace received: look there",
        false => "What the workspace received",
    };
    let newest = move || {
        (!scroll.following.get()).then(|| {
            view! { <button type="button" class="button newest" on:click=move |_| scroll.to_end()>"Newest"</button> }
        })
    };
    view! {
        <div
            class="lanes"
            tabindex="0"
            role="region"
            aria-label="Timeline"
            node_ref=roving.lanes
            on:scroll=move |_| scroll.scrolled()
            on:keydown=move |event| roving.on_key(&event)
        >
            <div class="rulers" aria-hidden="true" node_ref=rulers><i></i><i></i><i></i><i></i></div>
            <div class="lane-names"><span>"What the app called"</span><span>"there in"</span><span>{received}</span></div>
            {states::in_place_of_moments(inspection)}
            <ol class="plain timeline" node_ref=scroll.list>
                <For each=move || window.get().places key=|place| *place children=move |place| row(place, inspection, roving)/>
            </ol>
            {states::foot(inspection)}
            {newest}
        </div>
    }
    .into_any()
}

impl Scroll {
    /// The heights as the style sheet has them, in this font size and in this width.
    fn measure(self, rulers: NodeRef<Div>) {
        let Some(rulers) = rulers.get_untracked() else { return };
        let ruler =
            |at| rulers.children().item(at).map_or(0.0, |ruler| ruler.get_bounding_client_rect().height());
        let heights = Heights { gate: ruler(0), half: ruler(1), whole: ruler(2), warning: ruler(3) };
        if heights.half > 0.0 && self.heights.get_untracked() != heights {
            self.heights.set(heights);
        }
        self.scrolled();
        self.keep();
    }

    fn scrolled(self) {
        let Some(lanes) = self.lanes.get_untracked() else { return };
        let (top, height) =
            (f64::from(lanes.scroll_top()) - self.list_top(), f64::from(lanes.client_height()));
        self.pixels.set(top..top + height);
        let left = f64::from(lanes.scroll_height()) - f64::from(lanes.scroll_top()) - height;
        let following = left < AT_END;
        if self.following.get_untracked() != following {
            self.following.set(following);
        }
        let heights = self.heights.get_untracked();
        let anchor = untrack(|| {
            self.inspection.view(|shown| {
                let at_top = shown.window(&(top..top + 1.0), &heights).places.first().copied()?;
                Some((at_top, top - shown.extent(at_top, &heights)?.start))
            })
        });
        self.anchor.set_value(anchor);
    }

    /// After a change of the list: at its end if that is followed, else where it was.
    fn keep(self) {
        let Some(lanes) = self.lanes.get_untracked() else { return };
        if self.following.get_untracked() {
            return lanes.set_scroll_top(lanes.scroll_height());
        }
        let heights = self.heights.get_untracked();
        let top = self.anchor.get_value().and_then(|(place, beyond)| {
            let extent = untrack(|| self.inspection.view(|shown| shown.extent(place, &heights)))?;
            Some(extent.start + beyond + self.list_top())
        });
        if let Some(top) = top.filter(|top| (top - f64::from(lanes.scroll_top())).abs() >= 1.0) {
            lanes.set_scroll_top(top as i32);
        }
    }

    /// Scrolls no further than it takes to see a moment.
    fn reveal(self, place: Place) {
        let Some(lanes) = self.lanes.get_untracked() else { return };
        let heights = self.heights.get_untracked();
        let extent = untrack(|| self.inspection.view(|shown| shown.extent(place, &heights)));
        let Some(extent) = extent else { return };
        let (now, height) = (f64::from(lanes.scroll_top()), f64::from(lanes.client_height()));
        // The names of the lanes stay on top.
        let (start, end) = (extent.start, extent.end + self.list_top());
        if now > start {
            lanes.set_scroll_top(start as i32);
        } else if now + height < end {
            lanes.set_scroll_top((end - height).ceil() as i32);
        }
        self.scrolled();
    }

    fn to_end(self) {
        self.following.set(true);
        self.keep();
    }

    fn list_top(self) -> f64 {
        self.list.get_untracked().map_or(0.0, |list| f64::from(list.offset_top()))
    }
}
