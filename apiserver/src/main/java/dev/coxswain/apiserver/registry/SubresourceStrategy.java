package dev.coxswain.apiserver.registry;

import com.google.protobuf.Message;
import dev.coxswain.apimachinery.status.FieldError;
import java.util.List;

/// A subresource that reads and edits its parent object.
///
/// @param <T> the parent
/// @param <S> what is sent and answered; the parent's own type for `finalize`, `approval`,
///   `resize`, …
public interface SubresourceStrategy<T extends Message, S extends Message> {

  /// The type of the body that is sent.
  S prototype();

  /// What a change starts from; metadata included.
  S read(T parent);

  /// What GET answers, and PUT and PATCH after the write.
  default S shown(T parent) {
    return read(parent);
  }

  /// The parent to store.
  ///
  /// @throws dev.coxswain.apimachinery.status.ApiException if the edit is refused for another
  ///   reason than bad fields
  T write(T parent, S body, StrategyContext context);

  /// What is wrong with the body; asked before [#write], whose outcome the parent's strategy need
  /// not check again.
  List<FieldError> validate(S body, T existing, StrategyContext context);
}
