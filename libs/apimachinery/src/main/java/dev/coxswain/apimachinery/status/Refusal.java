package dev.coxswain.apimachinery.status;

import dev.coxswain.api.meta.v1.Status;
import dev.coxswain.api.meta.v1.StatusCause;
import java.util.List;

/// Why the API server will not do what it was asked; one case per situation that has its own
/// `Status`.
///
/// A `resource` is written `deployments.apps` or `pods`, a `kind` `Deployment.apps` or `Pod`. Texts
/// without a form of their own are given whole.
public sealed interface Refusal {

  /// The object is absent.
  record NotFound(String resource, String name) implements Refusal {}

  /// The path is not served.
  record PathNotFound() implements Refusal {}

  record AlreadyExists(String resource, String name) implements Refusal {}

  /// `generateName` met an existing name each time.
  record NameNotGenerated(String resource, String name) implements Refusal {}

  /// The object is not as the request takes it to be.
  ///
  /// @param cause what changed meanwhile
  record Conflict(String resource, String name, String cause) implements Refusal {
    /// The object has another resourceVersion by now.
    public static Conflict modified(String resource, String name) {
      return new Conflict(
          resource,
          name,
          "the object has been modified; please apply your changes to the latest version and try"
              + " again");
    }
  }

  /// Others own fields that an apply wants to change; one cause (`conflict with "a"`, `.spec.b`)
  /// for each.
  record ApplyConflict(String message, List<StatusCause> causes) implements Refusal {
    public ApplyConflict {
      causes = List.copyOf(causes);
    }
  }

  record Invalid(String kind, String name, List<FieldError> errors) implements Refusal {
    public Invalid {
      errors = List.copyOf(errors);
    }
  }

  /// The request makes sense as text but not for this object; nothing more is told.
  record Unprocessable() implements Refusal {}

  record BadRequest(String message) implements Refusal {}

  /// Somebody may not do this.
  ///
  /// @param name empty when the request names no object
  /// @param why follows `is forbidden: `
  record Forbidden(String resource, String name, String why, List<StatusCause> causes)
      implements Refusal {
    public Forbidden {
      causes = List.copyOf(causes);
    }

    public Forbidden(String resource, String name, String why) {
      this(resource, name, why, List.of());
    }
  }

  /// A path that is not a resource: `forbidden: User "a" cannot get path "/b"`.
  record PathForbidden(String why) implements Refusal {}

  record Unauthorized(String message) implements Refusal {
    public Unauthorized() {
      this("Unauthorized");
    }
  }

  /// The path does not know the HTTP method.
  record MethodNotAllowed() implements Refusal {}

  /// The resource does not know the verb.
  record MethodNotSupported(String resource, String verb) implements Refusal {}

  record NotAcceptable(String message) implements Refusal {}

  record UnsupportedMediaType(String message) implements Refusal {}

  /// A patch of a type that is not understood; nothing more is told.
  record UnsupportedPatchType() implements Refusal {}

  /// Too old a resourceVersion or continue token.
  record Expired(String message) implements Refusal {}

  record Gone(String message) implements Refusal {}

  record TooManyRequests(String message, int retryAfterSeconds, List<StatusCause> causes)
      implements Refusal {
    public TooManyRequests {
      causes = List.copyOf(causes);
    }

    public TooManyRequests(String message, int retryAfterSeconds) {
      this(message, retryAfterSeconds, List.of());
    }
  }

  /// The request took too long.
  record Timeout(String text, int retryAfterSeconds) implements Refusal {}

  /// Somebody wants to see a revision that is yet to come.
  record TooLargeResourceVersion(long requested, long current) implements Refusal {}

  record ServerTimeout(String resource, String operation, int retryAfterSeconds)
      implements Refusal {}

  record Internal(String text) implements Refusal {}

  /// Trouble of the store that has no reason of its own; its text is all that is told.
  record Unexplained(String text) implements Refusal {}

  record RequestEntityTooLarge(String text) implements Refusal {}

  record ServiceUnavailable(String text) implements Refusal {}

  /// The HTTP status.
  default int code() {
    return toStatus().getCode();
  }

  default Status toStatus() {
    return Statuses.of(this);
  }
}
