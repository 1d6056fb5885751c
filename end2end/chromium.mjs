/**
 * How Chromium is started: the distribution's headless shell, asking nothing of the network by itself. It takes half of the
 * CPU time that the whole browser takes for the same tests, and lacks the back/forward cache.
 */
export const chromium = {
  executablePath: '/usr/bin/chromium-headless-shell',
  args: [
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
  ],
};

/** The browser that people use, for what the shell lacks and for what is measured. */
export const wholeChromium = { ...chromium, executablePath: '/usr/bin/chromium' };
