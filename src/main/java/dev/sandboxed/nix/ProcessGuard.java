package dev.sandboxed.nix;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.apache.commons.exec.ExecuteWatchdog;
import org.apache.commons.exec.ProcessDestroyer;
import org.apache.commons.exec.Watchdog;
import org.jspecify.annotations.Nullable;

/**
 * Ends one run of Nix when its time is up, when its output is too long, and when this JVM is asked
 * to end.
 *
 * <p>Everything that Nix starts lives in a process namespace whose first process dies with the one
 * that was started here (see {@link NixProcess}), so ending that one is enough. Nix first gets a
 * moment to clean up: it removes the temporary directories of its builds.
 */
final class ProcessGuard extends ExecuteWatchdog implements ProcessDestroyer {

  private static final Duration MOMENT = Duration.ofSeconds(2);

  private final Thread atShutdown = new Thread(this::end, "end-nix");
  private volatile @Nullable Process process;
  private volatile boolean over;
  private volatile boolean timedOut;

  @SuppressWarnings("deprecation") // The builder that replaces it cannot build a subclass.
  ProcessGuard(Duration time) {
    super(time.toMillis());
  }

  /** Returns when the process has ended or been killed. */
  void end() {
    over = true;
    Process ending = process;
    if (ending == null) {
      return;
    }
    ending.descendants().forEach(ProcessHandle::destroy);
    try {
      if (!ending.waitFor(MOMENT.toMillis(), TimeUnit.MILLISECONDS)) {
        ending.destroyForcibly();
      }
    } catch (InterruptedException e) {
      ending.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  // The super class calls this from its timer's thread, and kills what is left afterwards.
  @Override
  public synchronized void timeoutOccured(Watchdog timer) {
    timedOut = true;
    end();
    super.timeoutOccured(timer);
  }

  boolean timedOut() {
    return timedOut;
  }

  @Override
  public boolean add(Process started) {
    process = started;
    try {
      Runtime.getRuntime().addShutdownHook(atShutdown);
    } catch (IllegalStateException e) {
      // The JVM is on its way out already, so a hook would no longer run.
      started.destroyForcibly();
    }
    if (over) {
      end(); // Asked for before there was a process to end.
    }
    return true;
  }

  @Override
  public boolean remove(Process ended) {
    process = null;
    try {
      return Runtime.getRuntime().removeShutdownHook(atShutdown);
    } catch (IllegalStateException e) {
      return false; // The hook is running, and finds nothing to end.
    }
  }

  @Override
  public int size() {
    return process == null ? 0 : 1;
  }
}
