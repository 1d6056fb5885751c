//! Joins the modules of the widget's three scripts, and minifies them. It is Cargo's build script.

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

const VERSION: &str = "0.28.2";
/// Properties of the loader that no page, reply or other script names: they are shortened.
const OWN_NAMES: &str = "activeAt|launcher|root|app|count|live";

fn main() {
    println!("cargo::rerun-if-changed=widget/build.rs");
    // The browser's side of the app serves no widget.
    if env::var_os("CARGO_FEATURE_SSR").is_none() {
        return;
    }
    for watched in ["loader", "frame", "panel"] {
        println!("cargo::rerun-if-changed=widget/{watched}");
    }
    println!("cargo::rerun-if-env-changed=ESBUILD");
    if let Err(why) = build() {
        println!("cargo::error=the widget's scripts were not built: {why}");
    }
}

fn build() -> Result<(), String> {
    let esbuild = esbuild().ok_or("esbuild is missing: run `make esbuild`, which needs Node.js with npm")?;
    let out = PathBuf::from(env::var_os("OUT_DIR").ok_or("there is no OUT_DIR")?);
    let run = |from: &str, to: &Path, more: &[String]| {
        let mut command = Command::new(&esbuild);
        command.arg(format!("widget/{from}")).arg(format!("--outfile={}", to.display()));
        command.args(["--target=es2022", "--charset=utf8", "--log-level=warning"]).args(more);
        let ended = command.status().map_err(|error| error.to_string())?;
        if ended.success() { Ok(()) } else { Err("esbuild says why above".to_owned()) }
    };
    let mut join =
        ["--bundle", "--minify", "--format=iife", "--loader:.css=text"].map(str::to_owned).to_vec();
    for styles in ["loader/launcher.css", "frame/frame.css"] {
        let name = styles.split('/').next_back().unwrap_or_default();
        run(styles, &out.join(name), &["--minify".to_owned()])?;
        join.push(format!("--alias:{name}={}", out.join(name).display()));
    }
    run("panel/main.js", &out.join("panel.js"), &join)?;
    run("frame/main.js", &out.join("frame.js"), &join)?;
    // Whoever writes one of these names into a message or a reply finds it shortened: browser tests see it.
    join.push(format!("--mangle-props=^({OWN_NAMES})$"));
    run("loader/main.js", &out.join("loader.js"), &join)
}

/// The path of esbuild: `ESBUILD`, else the one that `make` has installed, so that plain cargo finds it too.
fn esbuild() -> Option<PathBuf> {
    let installed = || {
        let cache = env::var_os("XDG_CACHE_HOME").map(PathBuf::from);
        let cache = cache.or_else(|| Some(PathBuf::from(env::var_os("HOME")?).join(".cache")))?;
        Some(cache.join(format!("leptos-messenger/esbuild-{VERSION}/node_modules/.bin/esbuild")))
    };
    env::var_os("ESBUILD").map(PathBuf::from).or_else(installed).filter(|path| path.exists())
}
