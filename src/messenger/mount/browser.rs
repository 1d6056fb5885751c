//! The page's one driver, and the `<Messenger>`s that come and go. One at a time is active.
//!
//! The driver outlives them all, because the widget does: its script stays in the page.

use leptos::prelude::{Callback, Get, Owner, RwSignal, Set, queue_microtask};
use std::cell::RefCell;

use crate::driver::Driver;
use crate::lifecycle::{CheckAgain, Event};
use crate::settings::WidgetSettings;

/// A `<Messenger>` in the page.
#[derive(Clone, Copy)]
pub struct Mount {
    pub driver: Driver,
    number: u32,
    active: RwSignal<u32>,
}

struct Page {
    /// The owner of the driver's signals, which outlive every component.
    owner: Owner,
    driver: Driver,
    /// The number of the active `<Messenger>`. Zero: none.
    active: RwSignal<u32>,
    /// The `<Messenger>`s in the page, the oldest first.
    mounted: Vec<(u32, Option<Callback<CheckAgain>>)>,
    mounts_made: u32,
}

thread_local! {
    static PAGE: RefCell<Option<Page>> = const { RefCell::new(None) };
}

/// Takes a `<Messenger>` into the page. It becomes active if no other one is.
pub fn mount(
    widget: Option<WidgetSettings>,
    on_check_again: Option<Callback<CheckAgain>>,
) -> Mount {
    let (mount, alone) = with_page(|page| {
        page.mounts_made += 1;
        page.mounted.push((page.mounts_made, on_check_again));
        let mount = Mount {
            driver: page.driver,
            number: page.mounts_made,
            active: page.active,
        };
        (mount, page.mounted.len() == 1)
    });
    if mount.number == 1 {
        mount.driver.start(widget);
    }
    if alone {
        mount.activate(on_check_again);
    }
    mount
}

/// The driver of the page. Before the first `<Messenger>` comes, its events wait.
pub fn driver() -> Driver {
    with_page(|page| page.driver)
}

/// An owner for what has to outlive a component.
pub fn page_owner() -> Option<Owner> {
    Some(with_page(|page| page.owner.child()))
}

fn with_page<T>(f: impl FnOnce(&mut Page) -> T) -> T {
    PAGE.with_borrow_mut(|page| f(page.get_or_insert_with(Page::new)))
}

impl Page {
    fn new() -> Self {
        let current = Owner::current();
        let owner = Owner::new_root(None);
        if let Some(current) = current {
            current.set();
        }
        let (driver, active) = owner.with(|| (Driver::new(), RwSignal::new(0)));
        Self {
            owner,
            driver,
            active,
            mounted: Vec::new(),
            mounts_made: 0,
        }
    }
}

impl Mount {
    /// Whether this `<Messenger>` is active. Tracked: it becomes active when the one before it leaves.
    pub fn is_active(self) -> bool {
        self.active.get() == self.number
    }

    fn activate(self, on_check_again: Option<Callback<CheckAgain>>) {
        self.driver.set_on_check_again(on_check_again);
        self.driver.on(Event::Mounted);
        self.active.set(self.number);
    }

    /// Takes a `<Messenger>` out of the page. A new layout often mounts its own before or right after: the widget
    /// stays.
    pub fn unmount(self) {
        let next = PAGE.with_borrow_mut(|page| {
            let page = page.as_mut()?;
            let was_active = page
                .mounted
                .first()
                .is_some_and(|(number, _)| *number == self.number);
            page.mounted.retain(|(number, _)| *number != self.number);
            was_active.then(|| page.mounted.first().copied())
        });
        match next {
            None => {}
            Some(Some((number, on_check_again))) => {
                Self { number, ..self }.activate(on_check_again)
            }
            Some(None) => {
                self.driver.set_on_check_again(None);
                queue_microtask(move || {
                    let empty = PAGE.with_borrow(|page| {
                        page.as_ref().is_some_and(|page| page.mounted.is_empty())
                    });
                    if empty {
                        self.active.set(0);
                        self.driver.on(Event::Removed);
                    }
                });
            }
        }
    }
}
