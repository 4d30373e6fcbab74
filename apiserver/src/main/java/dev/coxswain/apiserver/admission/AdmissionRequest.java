package dev.coxswain.apiserver.admission;

import com.google.protobuf.Message;
import dev.coxswain.api.meta.v1.StatusCause;
import dev.coxswain.apimachinery.scheme.ResourceType;
import dev.coxswain.apimachinery.status.ApiException;
import dev.coxswain.apimachinery.status.Refusal;
import dev.coxswain.apiserver.authn.UserInfo;
import dev.coxswain.apiserver.registry.StrategyContext;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/// A write that asks to be let in.
///
/// @param name as it will be stored; while the object may still be completed, what the name is
///   generated from
/// @param subresource empty for the object itself
/// @param object what is to be stored; empty when something is deleted
/// @param existing what is there; empty on create
/// @param notes takes what a step has to say without refusing
public record AdmissionRequest(
    Operation operation,
    ResourceType resource,
    String namespace,
    String name,
    String subresource,
    Optional<Message> object,
    Optional<Message> existing,
    StrategyContext context,
    Notes notes,
    boolean dryRun) {
  private static final String NAMELESS = "Unknown";

  /// What the write does.
  public enum Operation {
    CREATE,
    UPDATE,
    DELETE,
    CONNECT
  }

  /// Where remarks about a write go that do not decide it.
  public interface Notes {
    Notes IGNORED =
        new Notes() {
          @Override
          public void warn(String text) {}

          @Override
          public void annotate(String key, String value) {}
        };

    /// A text for the client's eyes.
    void warn(String text);

    /// A line for the audit log.
    ///
    /// @param key qualified, as in `pod-security.kubernetes.io/enforce-policy`
    void annotate(String key, String value);
  }

  /// A write that somebody asks for.
  ///
  /// @param object empty when something is deleted
  /// @param existing empty on create
  public static AdmissionRequest of(
      Operation operation,
      ResourceType resource,
      String namespace,
      String name,
      Optional<Message> object,
      Optional<Message> existing,
      StrategyContext context) {
    return new AdmissionRequest(
        operation, resource, namespace, name, "", object, existing, context, Notes.IGNORED, false);
  }

  public AdmissionRequest with(Message changed) {
    return new AdmissionRequest(
        operation,
        resource,
        namespace,
        name,
        subresource,
        Optional.of(changed),
        existing,
        context,
        notes,
        dryRun);
  }

  public AdmissionRequest onSubresource(String changed) {
    return new AdmissionRequest(
        operation, resource, namespace, name, changed, object, existing, context, notes, dryRun);
  }

  public AdmissionRequest noting(Notes changed, boolean isDryRun) {
    return new AdmissionRequest(
        operation,
        resource,
        namespace,
        name,
        subresource,
        object,
        existing,
        context,
        changed,
        isDryRun);
  }

  /// The object if it is one of this type and the write is for the object itself.
  public <M extends Message> Optional<M> object(Class<M> type) {
    return object(type, "");
  }

  /// The object if it is one of this type and the write is for this subresource.
  public <M extends Message> Optional<M> object(Class<M> type, String ofSubresource) {
    return subresource.equals(ofSubresource)
        ? object.filter(type::isInstance).map(type::cast)
        : Optional.empty();
  }

  /// The new object if one of this type is created.
  public <M extends Message> Optional<M> created(Class<M> type) {
    return operation == Operation.CREATE ? object(type) : Optional.empty();
  }

  /// The new object if one of this type is updated.
  public <M extends Message> Optional<M> updated(Class<M> type) {
    return operation == Operation.UPDATE ? object(type) : Optional.empty();
  }

  /// What is there, of this type.
  public <M extends Message> Optional<M> existing(Class<M> type) {
    return existing.filter(type::isInstance).map(type::cast);
  }

  /// Whether it is about the resource, as in `certificatesigningrequests.certificates.k8s.io`.
  public boolean isFor(String groupResource) {
    return resource.groupResource().equals(groupResource);
  }

  /// Who asks.
  public UserInfo user() {
    var user = context.user();
    var extra = new LinkedHashMap<String, List<String>>();
    user.getExtraMap().forEach((key, value) -> extra.put(key, value.getItemsList()));
    return new UserInfo(user.getUsername(), user.getUid(), user.getGroupsList(), extra);
  }

  /// `pods "a" is forbidden: why`.
  public ApiException forbidden(String why, StatusCause... causes) {
    var called = name.isEmpty() ? NAMELESS : name;
    return ApiException.of(
        new Refusal.Forbidden(resource.groupResource(), called, why, List.of(causes)));
  }

  /// A refusal that upstream gives no reason for: its text is all that is told, with code 500.
  public static ApiException unexplained(String why) {
    return ApiException.of(new Refusal.Unexplained(why));
  }
}
