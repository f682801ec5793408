package dev.sandboxed.files;

import dev.sandboxed.problem.UserFailure;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * A question that other programs answer, asked while sandboxed looks at other things.
 *
 * @param <T> the answer
 */
public final class BackgroundAnswer<T> {

  private final FutureTask<T> task;

  private BackgroundAnswer(Callable<T> question) {
    task = new FutureTask<>(question);
  }

  /** Starts asking. */
  public static <T> BackgroundAnswer<T> begin(Callable<T> question) {
    BackgroundAnswer<T> asked = new BackgroundAnswer<>(question);
    Thread.ofPlatform().daemon().start(asked.task);
    return asked;
  }

  /**
   * Waits for the answer.
   *
   * @throws UserFailure if the question ended with one
   */
  public T answer() {
    try {
      return task.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof UserFailure failure) {
        throw failure;
      }
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
