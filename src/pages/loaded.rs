use leptos::prelude::*;

use crate::error::Error;
use crate::json::Json;

/// What a page loads. The browser's own parser reads it: see [`crate::json`].
pub type Loaded<T> = Resource<Result<T, Error>, Json>;
