package dev.coxswain.apimachinery.status;

import dev.coxswain.api.meta.v1.ListMeta;
import dev.coxswain.api.meta.v1.Status;
import dev.coxswain.api.meta.v1.StatusCause;
import dev.coxswain.api.meta.v1.StatusDetails;
import java.util.List;

/// Turns refusals into what clients see.
final class Statuses {
  private Statuses() {}

  static Status of(Refusal refusal) {
    return switch (refusal) {
      case Refusal.NotFound(var resource, var name) ->
          status(404, "NotFound", named(resource, name) + " not found", about(resource, name));
      case Refusal.PathNotFound _ ->
          bare(404, "NotFound", "the server could not find the requested resource");
      case Refusal.AlreadyExists(var resource, var name) ->
          status(
              409,
              "AlreadyExists",
              named(resource, name) + " already exists",
              about(resource, name));
      case Refusal.NameNotGenerated(var resource, var name) ->
          status(
              409,
              "AlreadyExists",
              named(resource, name)
                  + " already exists, the server was not able to generate a unique name for the"
                  + " object",
              about(resource, name).setRetryAfterSeconds(1));
      case Refusal.Conflict(var resource, var name, var cause) ->
          status(
              409,
              "Conflict",
              "Operation cannot be fulfilled on " + named(resource, name) + ": " + cause,
              about(resource, name));
      case Refusal.ApplyConflict(var message, var causes) ->
          status(409, "Conflict", message, StatusDetails.newBuilder().addAllCauses(causes));
      case Refusal.Invalid(var kind, var name, var errors) ->
          status(
              422,
              "Invalid",
              named(kind, name)
                  + " is invalid"
                  + (errors.isEmpty() ? "" : ": " + FieldErrors.text(errors)),
              about(kind, name).addAllCauses(errors.stream().map(FieldError::toCause).toList()));
      case Refusal.Unprocessable _ ->
          bare(422, "Invalid", "the server rejected our request due to an error in our request");
      case Refusal.BadRequest(var message) -> plain(400, "BadRequest", message);
      case Refusal.Forbidden(var resource, var name, var why, var causes) ->
          status(
              403,
              "Forbidden",
              (name.isEmpty() ? resource : named(resource, name)) + " is forbidden: " + why,
              about(resource, name).addAllCauses(causes));
      case Refusal.PathForbidden(var why) -> bare(403, "Forbidden", "forbidden: " + why);
      case Refusal.Unauthorized(var message) -> plain(401, "Unauthorized", message);
      case Refusal.MethodNotAllowed _ ->
          bare(
              405,
              "MethodNotAllowed",
              "the server does not allow this method on the requested resource");
      case Refusal.MethodNotSupported(var resource, var verb) ->
          status(
              405,
              "MethodNotAllowed",
              verb + " is not supported on resources of kind " + GoText.quote(resource),
              about(resource, ""));
      case Refusal.NotAcceptable(var message) -> plain(406, "NotAcceptable", message);
      case Refusal.UnsupportedMediaType(var message) -> plain(415, "UnsupportedMediaType", message);
      case Refusal.UnsupportedPatchType _ ->
          bare(415, "UnsupportedMediaType", "415: Unsupported Media Type");
      case Refusal.Expired(var message) -> plain(410, "Expired", message);
      case Refusal.Gone(var message) -> plain(410, "Gone", message);
      case Refusal.TooManyRequests(var message, var seconds, var causes) ->
          status(
              429,
              "TooManyRequests",
              message,
              StatusDetails.newBuilder().setRetryAfterSeconds(seconds).addAllCauses(causes));
      case Refusal.Timeout(var text, var seconds) ->
          status(
              504,
              "Timeout",
              "Timeout: " + text,
              StatusDetails.newBuilder().setRetryAfterSeconds(seconds));
      case Refusal.TooLargeResourceVersion(var requested, var current) ->
          status(
              504,
              "Timeout",
              "Timeout: Too large resource version: %d, current: %d".formatted(requested, current),
              StatusDetails.newBuilder()
                  .setRetryAfterSeconds(1)
                  .addCauses(cause("ResourceVersionTooLarge", "Too large resource version")));
      case Refusal.ServerTimeout(var resource, var operation, var seconds) ->
          status(
              500,
              "ServerTimeout",
              "The %s operation against %s could not be completed at this time, please try again."
                  .formatted(operation, resource),
              about(resource, operation).setRetryAfterSeconds(seconds));
      case Refusal.Unexplained(var text) -> plain(500, "", text);
      case Refusal.Internal(var text) ->
          status(
              500,
              "InternalError",
              "Internal error occurred: " + text,
              StatusDetails.newBuilder().addCauses(cause("", text)));
      case Refusal.RequestEntityTooLarge(var text) ->
          plain(413, "RequestEntityTooLarge", "Request entity too large: " + text);
      case Refusal.ServiceUnavailable(var text) -> plain(503, "ServiceUnavailable", text);
    };
  }

  static StatusCause cause(String reason, String message) {
    return StatusCause.newBuilder().setReason(reason).setMessage(message).build();
  }

  private static String named(String resource, String name) {
    return resource + " " + GoText.quote(name);
  }

  /// Splits `deployments.apps`; neither resources nor kinds have a dot of their own.
  private static StatusDetails.Builder about(String resource, String name) {
    var parts = List.of(resource.split("\\.", 2));
    return StatusDetails.newBuilder()
        .setKind(parts.getFirst())
        .setGroup(parts.size() > 1 ? parts.getLast() : "")
        .setName(name);
  }

  private static Status bare(int code, String reason, String message) {
    return status(code, reason, message, StatusDetails.newBuilder());
  }

  private static Status status(
      int code, String reason, String message, StatusDetails.Builder details) {
    return plain(code, reason, message).toBuilder().setDetails(details).build();
  }

  private static Status plain(int code, String reason, String message) {
    return Status.newBuilder()
        .setMetadata(ListMeta.getDefaultInstance())
        .setStatus("Failure")
        .setMessage(message)
        .setReason(reason)
        .setCode(code)
        .build();
  }
}
