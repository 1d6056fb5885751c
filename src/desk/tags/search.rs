//! The search that narrows the lists of tags and segments.

use leptos::prelude::*;

/// Tags that the page draws at first, and more with each press: each has three forms.
const DRAWN: usize = 100;

/// What a teammate looks for. The page owns it: it outlives each new reading of the lists.
#[derive(Clone, Copy)]
pub struct Search {
    text: RwSignal<String>,
    /// Tags that the page draws at most.
    most: RwSignal<usize>,
}

impl Search {
    pub fn new(text: String) -> Self {
        Self { text: RwSignal::new(text), most: RwSignal::new(DRAWN) }
    }

    /// The names that hold the text, whatever its case, by their places in this list.
    pub fn found(self, names: Vec<String>) -> Memo<Vec<usize>> {
        let folded: Vec<String> = names.iter().map(|name| name.to_lowercase()).collect();
        Memo::new(move |_| {
            let text = self.text.read().trim().to_lowercase();
            let found = folded.iter().enumerate().filter(|(_, name)| name.contains(&text));
            found.map(|(place, _)| place).collect()
        })
    }

    pub fn most(self) -> usize {
        self.most.get()
    }

    pub fn draw_more(self) {
        self.most.update(|most| *most += DRAWN);
    }
}

/// The field of the search. A browser without scripts sends it to the server.
#[component]
pub fn SearchField(search: Search) -> impl IntoView {
    view! {
        <form class="line" role="search" action="/workspace/tags" method="get">
            <label class="field"><span class="label">"Find a tag or a segment"</span>
                <input class="input" type="search" name="find" maxlength="255" autocomplete="off" value=search.text.get_untracked()
                    on:input:target=move |event| search.text.set(event.target().value())/></label>
            <button class="button" type="submit">"Find"</button>
        </form>
    }
}
