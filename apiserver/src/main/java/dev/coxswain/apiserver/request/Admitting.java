package dev.coxswain.apiserver.request;

import com.google.protobuf.Message;
import dev.coxswain.apiserver.registry.StrategyContext;
import java.util.Optional;

/// The pipeline's view of admission: may change what is written, and may refuse it.
public interface Admitting {

  enum Operation {
    CREATE,
    UPDATE,
    DELETE,
    CONNECT
  }

  /// One question.
  ///
  /// @param object what is to be stored, or for a subresource what was sent; absent on delete
  /// @param existing what is there; absent on create
  record Question(
      Operation operation,
      Target target,
      Optional<Message> object,
      Optional<Message> existing,
      RequestContext context,
      StrategyContext facts,
      boolean dryRun) {

    Question withObject(Message other) {
      return new Question(
          operation, target, Optional.of(other), existing, context, facts, dryRun);
    }
  }

  /// The object as it may be written.
  Message mutate(Question question);

  /// Refuses by an exception, or does nothing.
  void validate(Question question);

  /// Admits everything as it is.
  static Admitting everything() {
    return new Admitting() {
      @Override
      public Message mutate(Question question) {
        return question.object().orElseThrow();
      }

      @Override
      public void validate(Question question) {}
    };
  }
}
