package dev.coxswain.apiserver.storage.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class ConfirmationTest {
  private final List<CompletableFuture<Long>> questions = new ArrayList<>();
  private final Confirmation confirmation =
      new Confirmation(() -> {
        questions.add(new CompletableFuture<>());
        return questions.getLast();
      });

  @Test
  void whoComesDuringAQuestionSharesTheNext() {
    var first = confirmation.revision();
    var second = confirmation.revision();
    var third = confirmation.revision();
    assertThat(questions).hasSize(1);
    questions.get(0).complete(7L);
    assertThat(first).isCompletedWithValue(7L);
    assertThat(second).isNotDone();
    assertThat(questions).hasSize(2);
    questions.get(1).complete(9L);
    assertThat(second).isCompletedWithValue(9L);
    assertThat(third).isCompletedWithValue(9L);
    assertThat(questions).hasSize(2);
  }

  @Test
  void anAnswerCountsOnlyForWhoCameBefore() {
    var early = confirmation.revision();
    questions.get(0).complete(1L);
    var late = confirmation.revision();
    assertThat(early).isCompletedWithValue(1L);
    assertThat(late).isNotDone();
    questions.get(1).complete(2L);
    assertThat(late).isCompletedWithValue(2L);
  }

  @Test
  void aFailureIsToldAndTheNextIsAskedAnew() {
    var unlucky = confirmation.revision();
    var lucky = confirmation.revision();
    questions.get(0).completeExceptionally(new IllegalStateException("no leader"));
    questions.get(1).complete(3L);
    assertThat(unlucky).isCompletedExceptionally();
    assertThat(lucky).isCompletedWithValue(3L);
  }

  @Test
  void aQuestionThatCannotBeAskedDoesNotBlockTheNext() {
    var broken =
        new Confirmation(() -> {
          throw new IllegalStateException("closed");
        });
    assertThat(broken.revision()).isCompletedExceptionally();
    assertThat(broken.revision()).isCompletedExceptionally();
  }
}
