/// How a request is refused: the reasons, the words and the codes of upstream, in one place.
///
/// A [Refusal] is a value; [ApiException] carries its `Status` to whoever asked. [FieldError] says
/// what is wrong with one field of an object. Nothing here knows about HTTP or gRPC beyond the
/// code.
package dev.coxswain.apimachinery.status;
