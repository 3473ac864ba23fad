# The browser of the browser tests, and fonts that make its screenshots look as readers see the site. Sourced by ../services.

CHROMIUM=/usr/bin/chromium

chromium_start() {
    packages chromium chromium-driver fonts-open-sans fonts-noto-core fonts-noto-color-emoji
    chromium_status || fail "$CHROMIUM does not run"
}

# Nothing stays running: the tests start it and end it themselves.
chromium_stop() { say "nothing to stop"; }

chromium_status() {
    local version
    if version=$("$CHROMIUM" --version 2>/dev/null); then
        say "is $CHROMIUM (${version%% built*})"
    else
        say "missing"
        return 1
    fi
}

chromium_env() { echo "CHROMIUM_PATH=$CHROMIUM"; }
