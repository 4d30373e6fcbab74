package dev.coxswain.apiserver.admission;

import com.google.protobuf.Message;
import dev.coxswain.apiserver.admission.AdmissionRequest.Operation;

/// One step of admission. It may complete the object, refuse the write, or both; each method throws
/// an [dev.coxswain.apimachinery.status.ApiException] to refuse.
///
/// The phases follow each other for all steps: every [#enter] and [#complete] comes before
/// validation, every [#check] after it, and [#commit] last of all. Only [#commit] changes anything
/// besides the object, and never for a dry run.
public interface Admission {

  /// Whether it looks at such operations. Few care who connects to a container.
  default boolean handles(Operation operation) {
    return operation != Operation.CONNECT;
  }

  /// Looks at a write, also at one without an object.
  default void enter(AdmissionRequest request) {}

  /// The object to go on with.
  default Message complete(AdmissionRequest request, Message object) {
    return object;
  }

  /// Looks at the object as it will be stored, after validation.
  default void check(AdmissionRequest request) {}

  /// Takes what the write will use up, after everybody else has agreed.
  default Commitment commit(AdmissionRequest request) {
    return Commitment.NONE;
  }
}
