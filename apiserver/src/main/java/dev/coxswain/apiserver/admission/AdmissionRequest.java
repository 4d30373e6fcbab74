package dev.coxswain.apiserver.admission;

import com.google.protobuf.Message;
import dev.coxswain.api.meta.v1.StatusCause;
import dev.coxswain.apimachinery.scheme.ResourceType;
import dev.coxswain.apimachinery.status.ApiException;
import dev.coxswain.apimachinery.status.Refusal;
import dev.coxswain.apiserver.registry.StrategyContext;
import java.util.List;
import java.util.Optional;

/// A write that asks to be let in.
///
/// @param name as it will be stored; generated names are known already
/// @param subresource empty for the object itself
/// @param object what is to be stored; empty when something is deleted
/// @param existing what is there; empty on create
public record AdmissionRequest(
    Operation operation,
    ResourceType resource,
    String namespace,
    String name,
    String subresource,
    Optional<Message> object,
    Optional<Message> existing,
    StrategyContext context,
    boolean dryRun) {

  /// What the write does.
  public enum Operation {
    CREATE,
    UPDATE,
    DELETE,
    CONNECT
  }

  AdmissionRequest with(Message changed) {
    return new AdmissionRequest(
        operation,
        resource,
        namespace,
        name,
        subresource,
        Optional.of(changed),
        existing,
        context,
        dryRun);
  }

  /// The object if it is one of this type and the write is for the object itself.
  <M extends Message> Optional<M> object(Class<M> type) {
    return subresource.isEmpty()
        ? object.filter(type::isInstance).map(type::cast)
        : Optional.empty();
  }

  /// The new object if one of this type is created.
  <M extends Message> Optional<M> created(Class<M> type) {
    return operation == Operation.CREATE ? object(type) : Optional.empty();
  }

  /// `pods "a" is forbidden: why`.
  ApiException forbidden(String why, StatusCause... causes) {
    return ApiException.of(
        new Refusal.Forbidden(resource.groupResource(), name, why, List.of(causes)));
  }
}
