//! The timeline: the newest moments, and older ones on request.

use leptos::html::Ol;
use leptos::prelude::*;

use super::inspection::Inspection;
use super::roving::RovingFocus;
use super::row::row;
use super::states;
use crate::components::on_resize;

pub fn lanes(inspection: Inspection, roving: RovingFocus) -> AnyView {
    let (list, scroll) = (NodeRef::<Ol>::new(), roving.scroll);
    Effect::new(move |_| {
        if let (Some(lanes), Some(list)) = (scroll.lanes.get(), list.get()) {
            on_resize(&[&lanes, &list], move || scroll.resized());
        }
    });
    let received = match inspection.hosted {
        true => "What the hosted workspace received: look there",
        false => "What the workspace received",
    };
    view! {
        <div
            class="lanes"
            class:following=move || scroll.is_following()
            tabindex="0"
            role="region"
            aria-label="Timeline"
            node_ref=scroll.lanes
            on:scroll=move |_| scroll.scrolled()
            on:keydown=move |event| roving.on_key(&event)
        >
            <div class="lane-names"><span>"What the app called"</span><span>"there in"</span><span>{received}</span></div>
            {states::empty_state(inspection)}
            <Show when=move || scroll.older().gt(&0)>
                <button type="button" class="button more" on:click=move |_| scroll.draw_older()>
                    "More: "{move || scroll.older()}" older"
                </button>
            </Show>
            <ol class="plain timeline" node_ref=list>
                <For each=move || scroll.drawn() key=|id| *id children=move |id| row(id, inspection, roving)/>
            </ol>
            {states::footer(inspection)}
            <Show when=move || !scroll.is_following()>
                <button type="button" class="button newest" on:click=move |_| scroll.to_end()>"Newest"</button>
            </Show>
        </div>
    }
    .into_any()
}
