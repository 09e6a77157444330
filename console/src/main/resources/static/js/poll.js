/** Runs `work` again and again while the page is visible, `pause` after its end; the answer runs it at once. */
export function whileVisible(work, pause) {
  let timer;
  let running = false;
  let again = false;

  async function run() {
    clearTimeout(timer);
    if (running) {
      again = true;
      return;
    }
    running = true;
    try {
      do {
        again = false;
        await work();
      } while (again);
    } finally {
      running = false;
      if (document.visibilityState === 'visible') {
        timer = setTimeout(run, pause);
      }
    }
  }

  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') {
      run();
    } else {
      clearTimeout(timer);
    }
  });
  return run;
}
