# Everything there is to run; `make` alone lists it. Each target installs what it lacks and leaves alone what is there.

CARGO_LEPTOS_VERSION := 0.3.11
WASM_BINDGEN_VERSION := 0.2.130
BINARYEN_VERSION := 132
# src/workspace/widget/build.rs names it too.
ESBUILD_VERSION := 0.28.2

# Cases of each target that `make fuzz` tries.
FUZZ_CASES ?= 2000000
# Changes of route that `make bench` measures.
NAVIGATIONS ?= 10000
# The server of an earlier build, whose pings `make bench` measures beside this tree's, and which this tree's takes over from.
export EARLIER ?=
# How long `make bench` asks the server for each page.
SECONDS_EACH ?= 10
# How often `make bench` asks for each page to count its queries, and has Lighthouse look at each.
REQUESTS ?= 50
LOOKS ?= 3
# How often `make bench` presses “Add”, and opens the inspector with ten thousand entries.
ANSWERS ?= 10
# How often `make bench` visits each page as a slow phone, and the builds that it compares: NAME=BINARY:SITE, several with
# spaces between; without one, this tree's.
VISITS ?= 5
BUILDS ?=
# The browser tests that `make slow` and `make burn` run, and the loops that keep the machine busy beside them.
SPECS ?=
export LOOPS ?= 2
# Hostile pings that `make bench` sends beside log-ins and orders.
HOSTILE ?= 600
# Random interleavings that `make bench` tries for each property.
CASES ?= 1000000

TOOLS := $(or $(XDG_CACHE_HOME),$(HOME)/.cache)/leptos-messenger
CARGO_LEPTOS := $(TOOLS)/cargo-leptos-$(CARGO_LEPTOS_VERSION)-o2/bin
export WASM_BINDGEN := $(TOOLS)/wasm-bindgen-$(WASM_BINDGEN_VERSION)/bin
BINARYEN_ROOT := $(TOOLS)/binaryen-$(BINARYEN_VERSION)
ESBUILD_ROOT := $(TOOLS)/esbuild-$(ESBUILD_VERSION)

export BINARYEN := $(BINARYEN_ROOT)/node_modules/.bin
export ESBUILD := $(ESBUILD_ROOT)/node_modules/.bin/esbuild
export PATH := $(CURDIR)/.ci/bin:$(CARGO_LEPTOS):$(WASM_BINDGEN):$(PATH)
export PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD := 1

# A panic in the browser names a crate's file without this machine's folders, which are in 90 texts otherwise.
REGISTRY := $(or $(CARGO_HOME),$(HOME)/.cargo)/registry/src/
export CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS := --cfg erase_components \
	--remap-path-prefix=$(REGISTRY)= --remap-path-prefix=$(REGISTRY)index.crates.io-1949cf8c6b5b557f/=

SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory
.PHONY: help run check test release site server size host host-copies slow burn faults bench fuzz rust node esbuild chromium firefox firefox-esr browser-tests

# $(call or_say,what to do): the one line a person needs when the step before it failed.
or_say = || { echo "make $@: $(1)" >&2; exit 1; }

# Further features of the server that `make release` builds.
BIN_FEATURES ?=
# Set where the server, the browser's files and the host apps' copies were built just now: cargo-leptos makes the browser's files
# anew each time, which takes minutes.
BUILT ?=

# The release has no traces; the tests hold them too.
SSR := --features ssr,opentelemetry
# As `cargo clippy -- -D warnings` runs it, but with code at the end: the tests are linted and built in one, and so are their crates.
CLIPPY := RUSTC_WORKSPACE_WRAPPER=clippy-driver CLIPPY_ARGS=-D__CLIPPY_HACKERY__warnings__CLIPPY_HACKERY__
# The tests of what stores anything: they hold on both databases. Secrets, cookies, forged hosts, the catalogue's pages and headers
# are the same with either.
STORES := accounts:: database:: inspector:: matrix::each_endpoint matrix::sessions matrix::log_in matrix::unstorable server:: shop:: support:: workspace:: \
	$(addprefix --skip=server::,about assets client compress config disconnected headers policy)
# The tests kill our server, never the database's: it may leave to the system when to write.
FAST_POSTGRES := -c fsync=off -c full_page_writes=off -c shared_buffers=256MB
# The browser's side with the pages of both builds.
ALL_PAGES := hydrate,shop,team,messenger/split
BROWSER := --features $(ALL_PAGES) --lib --test newcomer --target wasm32-unknown-unknown

help: ## this list
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /\1\t/' | expand -t 10

run: rust esbuild $(CARGO_LEPTOS) $(WASM_BINDGEN) ## the app at http://127.0.0.1:3000, rebuilt on every change
	@DEMO_PEOPLE=$${DEMO_PEOPLE-1} DEMO_MESSAGES=$${DEMO_MESSAGES-1} cargo leptos watch --project leptos-messenger --lib-features $(ALL_PAGES) --split $(call or_say,the server stopped: the lines above say why)

check: rust esbuild $(BINARYEN_ROOT) ## format, lints for server and browser, node tests of the widget, unit and integration tests on SQLite and PostgreSQL
	@cargo fmt --all --check $(call or_say,run 'cargo fmt --all', then make check again)
	@cargo package --quiet --package messenger --no-verify --allow-dirty $(call or_say,the folder src/messenger is no package: see above)
	@$(MAKE) server
	@cargo clippy --quiet $(BROWSER) -- -D warnings $(call or_say,clippy refused the browser side: fix what it says above)
	@$(MAKE) end2end/node_modules/.package-lock.json
	@end2end/node_modules/.bin/tsc --project end2end/widget.tsconfig.json $(call or_say,the widget's types are wrong: fix what tsc says above)
	@end2end/node_modules/.bin/tsc --project end2end/widget $(call or_say,the types of the widget's tests are wrong: fix what tsc says above)
	@node --test end2end/widget/panel/all.mjs end2end/widget/loader/all.mjs >target/widget.log || { cat target/widget.log; false; } $(call or_say,a test of the widget's modules failed: see above)
	@node end2end/unanchored.mjs $(call or_say,these assertions hold before the action above them has had an effect: await a sign of it first)
	@end2end/node_modules/.bin/tsc --project .ci/verdict $(call or_say,the types of the verdict are wrong: fix what tsc says above)
	@end2end/node_modules/.bin/tsc --project .ci/bin $(call or_say,the types of the build tools are wrong: fix what tsc says above)
	@node --test .ci/bin/wasm.test.mjs .ci/bin/bundles.test.mjs >target/wasm.log || { cat target/wasm.log; false; } $(call or_say,what the build tools make of WebAssembly files is wrong: see above)
	@node --test .ci/verdict/decide.test.mjs end2end/bench/figures.test.mjs >target/verdict.log || { cat target/verdict.log; false; } \
		$(call or_say,the rules of the second run or of the figures do not hold: see above)
	@red=; $(CLIPPY) .ci/on-tmpfs node .ci/verdict/rust.mjs $(SSR) || red=1; \
		$(CLIPPY) PROPTEST_CASES=256 KILLS=$(if $(KILLS),20) POSTGRES_OPTIONS='$(FAST_POSTGRES)' .ci/on-tmpfs .ci/with-postgres node .ci/verdict/rust.mjs $(SSR) --test integration -- --include-ignored $(STORES) || red=1; \
		[ -z "$$red" ] $(call or_say,a test failed on SQLite or PostgreSQL: its name and reason are above)

# More interleavings and fuzzed inputs than the quick check tries: some faults show once in a hundred thousand.
test: export INTERLEAVINGS ?= 100000
test: export FUZZ_CASES := 100000
test: export PROPTEST_CASES ?= 2000
test: export KILLS ?= 100
# Nothing is built a second time here, and a test that fails says its own line: debug information costs an eighth of each build.
test: export CARGO_INCREMENTAL ?= 0
test: export CARGO_PROFILE_DEV_DEBUG ?= 0
# One tree, one set of random stories: a test that is red here is red everywhere.
check test: export PROPTEST_RNG_SEED ?= $(shell .ci/seed)
check test: export FUZZ_SEED ?= $(PROPTEST_RNG_SEED)
test: rust esbuild $(CARGO_LEPTOS) $(WASM_BINDGEN) $(BINARYEN_ROOT) ## check with the build of the browser's files beside it, size budget, browser tests in both modes, stories in Firefox, and the copies in two host apps
	@node .ci/verdict/stages.mjs

release: rust esbuild $(CARGO_LEPTOS) $(WASM_BINDGEN) $(BINARYEN_ROOT) ## the optimised server in target/release and its files, compressed, in target/site
	@$(FOR_BROWSER) && cargo leptos build --project leptos-messenger --release --server-only $(if $(BIN_FEATURES),--bin-features $(BIN_FEATURES)) $(call or_say,the release build failed: fix the errors above)

# The files of the shop's pages and of the team's, optimised and compressed as they ship. cargo-leptos empties the folder of the
# project that it builds: the team's files join the shop's afterwards, in a folder of their own.
BUILD := cargo leptos build --release --split --precompress --frontend-only
FOR_BROWSER := $(BUILD) --project team && $(BUILD) --project leptos-messenger && \
	node .ci/bin/bundles.mjs target/site/pkg && node .ci/bin/bundles.mjs target/team/pkg && cp -r target/team/pkg target/site/pkg/team

# The release's files for the browser alone.
site: rust esbuild $(CARGO_LEPTOS) $(WASM_BINDGEN) $(BINARYEN_ROOT)
	@$(if $(BUILT),true,$(FOR_BROWSER)) $(call or_say,the browser's files were not built: fix the errors above)

# With its tests: so it has the features that they ask of its crates, and those compile once.
server: rust esbuild
	@$(if $(BUILT),true,$(CLIPPY) cargo test --quiet --no-run $(SSR) --all-targets) $(call or_say,clippy refused the server: fix what it says above)

# They start the server that is built with the tests: a change compiles once. After `make release`,
# SERVER=target/release/leptos-messenger tries the optimised one.
size browser-tests firefox slow burn: export SERVER ?= target/debug/leptos-messenger

# All browsers of the tests share one network address.
size browser-tests firefox host slow burn bench: export NEW_PEOPLE_PER_MINUTE_PER_ADDRESS ?= 0
size browser-tests firefox host slow burn bench: export NEW_CONVERSATIONS_PER_MINUTE_PER_ADDRESS ?= 0

# Each bench adds its figures to this file.
bench: export FIGURES := $(CURDIR)/target/figures.jsonl

size: server site end2end/node_modules/.package-lock.json chromium ## what a browser loads for each page it may enter by, held against the page's budget, and for the Messenger's panel
	@node end2end/size.mjs $(call or_say,over a budget or not measured: the table above says which page)
	@node end2end/panel.mjs $(call or_say,the Messenger weighs or takes more than it may: see above)

browser-tests: server site end2end/node_modules/.package-lock.json chromium
	@cd end2end && npx --no-install tsc $(call or_say,the browser tests' types are wrong: fix what tsc says above)
	@node end2end/secrets.mjs $(call or_say,a secret stands in a file that everybody may read: see above)
	@.ci/on-tmpfs node .ci/verdict/browser.mjs browser-tests playwright.config.ts $(call or_say,a browser test failed: see above; a trace of its second run is under end2end/test-results)

firefox: server site end2end/node_modules/.package-lock.json firefox-esr ## stories of lifecycle, shop, panel and inbox in Firefox
	@end2end/node_modules/.bin/tsc --project end2end/firefox $(call or_say,the types of the stories are wrong: fix what tsc says above)
	@.ci/on-tmpfs node --test --test-reporter=spec end2end/firefox/stories.mjs $(call or_say,a story failed in Firefox: see above)

host-copies: rust $(CARGO_LEPTOS) $(WASM_BINDGEN)
	@node end2end/host/copy.mjs $(call or_say,the README cannot be followed as it stands: see above)

host: $(if $(BUILT),,host-copies) end2end/node_modules/.package-lock.json chromium ## what src/messenger/README.md says, done word for word to an ordinary app and to a blank one, and tried in a browser
	@.ci/on-tmpfs node .ci/verdict/browser.mjs host host/playwright.config.ts \
		$(call or_say,a browser test failed in the copy: see above; a trace of its second run is under end2end/host/test-results)

slow: server site end2end/node_modules/.package-lock.json chromium ## the browser tests in SPECS, such as specs/earlier.spec.ts, behind a proxy that delays each answer, on a busy machine
	@cd end2end && npx --no-install playwright test --config slow.config.ts $(SPECS) $(call or_say,a browser test failed behind the proxy: its trace is under end2end/test-results)

burn: server site end2end/node_modules/.package-lock.json chromium ## the browser tests in SPECS five times, beside LOOPS busy loops, under the limits of make test: for each new or changed spec
	@[ -n "$(SPECS)" ] || { echo "make burn: name the specs, as in SPECS=specs/earlier.spec.ts" >&2; exit 1; }
	@cd end2end && loops=(); trap 'kill "$${loops[@]}" 2>/dev/null || true' EXIT; \
		for ((at = 0; at < LOOPS; at++)); do (while :; do :; done) & loops+=($$!); done; \
		../.ci/on-tmpfs npx --no-install playwright test --repeat-each=5 $(if $(findstring host/,$(SPECS)),--config host/playwright.config.ts) $(SPECS) \
		$(call or_say,a browser test failed under load: mend it before it is handed in)

faults: rust esbuild ## a full disk beside kill -9, and a read-only folder, under a running server: as root, because each test mounts a disk
	@cargo test --quiet $(SSR) --test integration faults -- --ignored --nocapture $(call or_say,a fault lost something or was not recovered from: see above)

bench: rust esbuild ## pings stored a second, what messages to people on a page cost them, what conversations and open streams cost, and lists and counts of a million people, on both databases, 1,000 streams that come back at once among them; a rolling upgrade on PostgreSQL; 10,000 races for a message; pages and tokens a second; what each page's data costs; log-ins and orders beside hostile pings; Lighthouse; how soon a page answers; what a slow phone waits for; the cost of a route change; the lifecycle's properties over CASES interleavings each, timed; 2,000 stories of people, 100,000 over their rules alone; src/benches/FIGURES.md with each target
	@rm -f $(FIGURES)
	@.ci/with-postgres cargo bench --quiet $(SSR) --bench pings $(call or_say,the pings were not measured: see above)
	@.ci/with-postgres cargo bench --quiet $(SSR) --bench outbound $(call or_say,the cost of messages was not measured: see above)
	@ulimit -n 10000 && .ci/with-postgres cargo bench --quiet $(SSR) --bench conversations \
		$(call or_say,conversations were not measured: see above)
	@.ci/on-tmpfs .ci/with-postgres cargo bench --quiet $(SSR) --bench lists $(call or_say,lists of a million people were not measured: see above)
	@RACES=10000 .ci/on-tmpfs cargo test --quiet $(SSR) --test integration -- --nocapture at_one_moment_one_shows_a_message \
		$(call or_say,a message showed twice or not at all: see above)
	@RACES=10000 .ci/on-tmpfs .ci/with-postgres cargo test --quiet $(SSR) --test integration -- --include-ignored --nocapture \
		at_one_moment_one_shows_a_message $(call or_say,a message showed twice or not at all: see above)
	@RULE_STORIES=100000 cargo test --quiet $(SSR) --lib contacts::properties $(call or_say,a rule of people does not hold: see above)
	@PEOPLE_STORIES=2000 .ci/on-tmpfs cargo test --quiet $(SSR) --test integration -- --nocapture people_stories \
		$(call or_say,a story of people does not hold: see above)
	@$(MAKE) release end2end/node_modules/.package-lock.json chromium
	@$(MAKE) end2end/bench/node_modules/.package-lock.json
	@node end2end/bench/load.mjs $(SECONDS_EACH) $(call or_say,the server was not measured: see above)
	@node end2end/bench/data.mjs $(REQUESTS) $(call or_say,the cost of the pages' data was not measured: see above)
	@node end2end/bench/hostile.mjs $(HOSTILE) $(call or_say,log-ins and orders beside hostile pings were not measured: see above)
	@node end2end/bench/lighthouse.mjs $(LOOKS) $(call or_say,Lighthouse measured nothing: see above)
	@node end2end/bench/answers.mjs $(ANSWERS) $(call or_say,how soon a page answers was not measured: see above)
	@node end2end/bench/phone.mjs $(VISITS) $(BUILDS) $(call or_say,the slow phone was not measured: see above)
	@node end2end/navigations.mjs $(NAVIGATIONS) $(call or_say,the route changes were not measured: see above)
	@time INTERLEAVINGS=$(CASES) PROPTEST_CASES=$(CASES) cargo test --quiet $(SSR) --test integration messenger -- --nocapture \
		$(call or_say,a property does not hold: the smallest interleaving that breaks it is above)
	@node end2end/bench/figures.mjs src/benches/FIGURES.md $(call or_say,these figures miss their targets: see above)

fuzz: rust esbuild ## the ping's body, the token and the attributes, FUZZ_CASES of each in release; FUZZ_SEED repeats a run
	@time FUZZ_CASES=$(FUZZ_CASES) CARGO_PROFILE_RELEASE_LTO=false CARGO_PROFILE_RELEASE_CODEGEN_UNITS=16 cargo test --release --quiet $(SSR) --lib fuzz \
		$(call or_say,something was taken that must not be, or not understood: its seed is above)

# What the targets above stand on.

rust:
	@command -v rustup >/dev/null $(call or_say,rustup is missing: install it from rustup.rs and run make again)
	@rustup target list --installed | grep -qx wasm32-unknown-unknown || rustup target add wasm32-unknown-unknown \
		$(call or_say,the wasm target did not install: try 'rustup target add wasm32-unknown-unknown')

node:
	@command -v npm >/dev/null $(call or_say,Node.js is missing: install Node 20 or newer with npm and run make again)

# Its lock file asks for a newer compiler than it needs, and a debug build of it is as fast in use and much sooner there. But where it
# compresses, which is its own code and brotli's, it takes minutes without an optimiser.
$(CARGO_LEPTOS): | rust
	@TAKES='it compiles for some 6 minutes on 2 cores' CARGO_PROFILE_DEV_DEBUG=false CARGO_INCREMENTAL=0 .ci/install $(@D) ' \
		cargo binstall --no-confirm --disable-strategies compile --root "$$ROOT" cargo-leptos@$(CARGO_LEPTOS_VERSION) 2>/dev/null || \
		cargo install --quiet --debug --locked --ignore-rust-version --root "$$ROOT" cargo-leptos@$(CARGO_LEPTOS_VERSION) \
			--config profile.dev.opt-level=2 --config "profile.dev.package.\"*\".opt-level=0" --config profile.dev.package.brotli.opt-level=2' \
		$(call or_say,cargo-leptos did not install: see above and run make again)

$(WASM_BINDGEN): | rust
	@TAKES='it compiles for some 2 minutes on 2 cores' .ci/install $(@D) 'cargo install --quiet --root "$$ROOT" \
		--bin wasm-bindgen wasm-bindgen-cli@$(WASM_BINDGEN_VERSION)' \
		$(call or_say,wasm-bindgen did not install: see above and run make again)

esbuild: $(ESBUILD_ROOT)

$(ESBUILD_ROOT): | node
	@.ci/install $@ 'npm install --silent --no-audit --no-fund --prefix "$$ROOT" esbuild@$(ESBUILD_VERSION)' \
		$(call or_say,esbuild did not install from npm: see above and run make again)

# Not the distribution's binaryen: an older one succeeds and breaks the file.
$(BINARYEN_ROOT): | node
	@.ci/install $@ 'npm install --silent --no-audit --no-fund --prefix "$$ROOT" binaryen@$(BINARYEN_VERSION)' \
		$(call or_say,binaryen did not install from npm: see above and run make again)

end2end/node_modules/.package-lock.json: end2end/package-lock.json | node
	@cd end2end && npm ci --silent --no-audit --no-fund $(call or_say,npm ci failed in end2end: see above and run make again)

end2end/bench/node_modules/.package-lock.json: end2end/bench/package-lock.json | node
	@cd end2end/bench && npm ci --silent --no-audit --no-fund $(call or_say,npm ci failed in end2end/bench: see above and run make again)

chromium:
	@.ci/install-browsers chromium chromium-headless-shell \
		$(call or_say,Chromium is missing: 'apt-get install chromium chromium-headless-shell' and run make again)

firefox-esr:
	@.ci/install-browsers firefox-esr $(call or_say,Firefox is missing: 'apt-get install firefox-esr' and run make again)
