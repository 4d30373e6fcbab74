package dev.coxswain.apimachinery.status;

import dev.coxswain.api.meta.v1.Status;
import java.io.Serial;

/// A refused request. The refusals that callers act on are types of their own: `catch
/// (ApiException.Conflict e)`.
///
/// [#of] chooses the type; nobody parses text.
public class ApiException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1;

  // Protobuf messages are serializable.
  private final Status status;

  public ApiException(Refusal refusal) {
    this(refusal.toStatus());
  }

  public ApiException(Status status) {
    super(status.getMessage());
    this.status = status;
  }

  /// The exception of this refusal's own type.
  public static ApiException of(Refusal refusal) {
    return of(refusal.toStatus());
  }

  /// The exception of this reason's own type.
  public static ApiException of(Status status) {
    return switch (status.getReason()) {
      case "NotFound" -> new NotFound(status);
      case "AlreadyExists" -> new AlreadyExists(status);
      case "Conflict" -> new Conflict(status);
      case "Invalid" -> new Invalid(status);
      case "BadRequest" -> new BadRequest(status);
      case "Gone", "Expired" -> new Gone(status);
      case "Forbidden" -> new Forbidden(status);
      case "Unauthorized" -> new Unauthorized(status);
      case "TooManyRequests" -> new TooManyRequests(status);
      case "Timeout", "ServerTimeout" -> new Timeout(status);
      default -> new ApiException(status);
    };
  }

  public Status status() {
    return status;
  }

  /// The HTTP status.
  public int code() {
    return status.getCode();
  }

  public String reason() {
    return status.getReason();
  }

  public static final class NotFound extends ApiException {
    @Serial private static final long serialVersionUID = 1;

    public NotFound(Status status) {
      super(status);
    }
  }

  public static final class AlreadyExists extends ApiException {
    @Serial private static final long serialVersionUID = 1;

    public AlreadyExists(Status status) {
      super(status);
    }
  }

  public static final class Conflict extends ApiException {
    @Serial private static final long serialVersionUID = 1;

    public Conflict(Status status) {
      super(status);
    }
  }

  public static final class Invalid extends ApiException {
    @Serial private static final long serialVersionUID = 1;

    public Invalid(Status status) {
      super(status);
    }
  }

  public static final class BadRequest extends ApiException {
    @Serial private static final long serialVersionUID = 1;

    public BadRequest(Status status) {
      super(status);
    }
  }

  /// What was asked for is too old: relist. Reasons `Gone` and `Expired`.
  public static final class Gone extends ApiException {
    @Serial private static final long serialVersionUID = 1;

    public Gone(Status status) {
      super(status);
    }
  }

  public static final class Forbidden extends ApiException {
    @Serial private static final long serialVersionUID = 1;

    public Forbidden(Status status) {
      super(status);
    }
  }

  public static final class Unauthorized extends ApiException {
    @Serial private static final long serialVersionUID = 1;

    public Unauthorized(Status status) {
      super(status);
    }
  }

  public static final class TooManyRequests extends ApiException {
    @Serial private static final long serialVersionUID = 1;

    public TooManyRequests(Status status) {
      super(status);
    }
  }

  /// Reasons `Timeout` and `ServerTimeout`.
  public static final class Timeout extends ApiException {
    @Serial private static final long serialVersionUID = 1;

    public Timeout(Status status) {
      super(status);
    }
  }
}
