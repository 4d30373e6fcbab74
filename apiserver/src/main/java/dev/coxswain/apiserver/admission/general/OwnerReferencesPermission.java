package dev.coxswain.apiserver.admission.general;

import dev.coxswain.api.meta.v1.OwnerReference;
import dev.coxswain.apimachinery.meta.Metadata;
import dev.coxswain.apimachinery.scheme.GroupVersion;
import dev.coxswain.apimachinery.scheme.ResourceType;
import dev.coxswain.apimachinery.scheme.Scheme;
import dev.coxswain.apiserver.admission.Admission;
import dev.coxswain.apiserver.admission.AdmissionRequest;
import dev.coxswain.apiserver.admission.AdmissionRequest.Operation;
import dev.coxswain.apiserver.authz.Attributes;
import dev.coxswain.apiserver.authz.Authorizer;
import java.util.List;

/// Only who may delete an object changes its owners, and only who may set finalizers of an owner
/// lets the object block that one's deletion.
public final class OwnerReferencesPermission implements Admission {
  private final Authorizer authorizer;

  public OwnerReferencesPermission(Authorizer authorizer) {
    this.authorizer = authorizer;
  }

  @Override
  public void check(AdmissionRequest request) {
    var object = request.object().filter(o -> Metadata.isIn(o.getDescriptorForType()));
    if (request.operation() == Operation.DELETE || object.isEmpty()) {
      return;
    }
    List<OwnerReference> owners = Metadata.of(object.get()).getOwnerReferencesList();
    List<OwnerReference> before =
        request
            .existing()
            .<List<OwnerReference>>map(o -> Metadata.of(o).getOwnerReferencesList())
            .orElseGet(List::of);
    if (owners.equals(before)) {
      return;
    }
    if (request.operation() == Operation.UPDATE
        && !may(request, "delete", request.resource(), request.subresource(), request.name())) {
      throw request.forbidden("cannot set an ownerRef on a resource you can't delete: , <nil>");
    }
    owners.stream()
        .filter(owner -> owner.getBlockOwnerDeletion() && !before.contains(owner))
        .forEach(owner -> checkBlocking(request, owner));
  }

  private void checkBlocking(AdmissionRequest request, OwnerReference owner) {
    var version = GroupVersion.parse(owner.getApiVersion());
    boolean allowed =
        Scheme.kubernetes().resources().stream()
            .filter(type -> type.groupVersion().equals(version))
            .filter(type -> type.kind().gvk().kind().equals(owner.getKind()))
            .allMatch(type -> may(request, "update", type, "finalizers", owner.getName()));
    if (!allowed) {
      throw request.forbidden(
          "cannot set blockOwnerDeletion if an ownerReference refers to a resource you can't set"
              + " finalizers on: , <nil>");
    }
  }

  private boolean may(
      AdmissionRequest request,
      String verb,
      ResourceType resource,
      String subresource,
      String name) {
    var attributes =
        Attributes.of(
            request.user(),
            verb,
            resource.group(),
            resource.groupVersion().version(),
            resource.plural(),
            subresource,
            resource.namespaced() ? request.namespace() : "",
            name);
    return authorizer.authorize(attributes).allowed();
  }
}
