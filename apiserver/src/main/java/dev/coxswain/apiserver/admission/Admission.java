package dev.coxswain.apiserver.admission;

import com.google.protobuf.Message;

/// One step of admission. It may complete the object, refuse the write, or both; each method throws
/// an [dev.coxswain.apimachinery.status.ApiException] to refuse.
interface Admission {

  /// Looks at a write, also at one without an object.
  default void enter(AdmissionRequest request) {}

  /// The object to go on with.
  default Message complete(AdmissionRequest request, Message object) {
    return object;
  }

  /// Looks at the object as it will be stored, after validation.
  default void check(AdmissionRequest request) {}
}
