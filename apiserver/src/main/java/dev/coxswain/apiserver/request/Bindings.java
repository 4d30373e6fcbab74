package dev.coxswain.apiserver.request;

import com.google.protobuf.Message;
import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.api.meta.v1.ListMeta;
import dev.coxswain.api.meta.v1.Status;
import dev.coxswain.apimachinery.meta.Metadata;
import dev.coxswain.apimachinery.scheme.ResourceType;
import dev.coxswain.apimachinery.scheme.Scheme;
import dev.coxswain.apiserver.admission.AdmissionRequest;
import dev.coxswain.apiserver.admission.AdmissionRequest.Operation;
import dev.coxswain.apiserver.registry.StrategyContext;
import java.util.Optional;

/// Puts pods on nodes: `bindings`, and `pods/binding`, which means the same.
///
/// It is the binding that is created and let in by admission; that a pod changes is what it comes
/// to.
final class Bindings {
  private static final ResourceType PODS = Scheme.kubernetes().resourceOf(Pod.class);

  private final Workshop workshop;
  private final Updates updates;

  Bindings(Workshop workshop, Updates updates) {
    this.workshop = workshop;
    this.updates = updates;
  }

  static boolean isMeant(Target target) {
    return target.subresource().equals("binding")
        || (target.subresource().isEmpty() && target.resource().groupResource().equals("bindings"));
  }

  ApiResponse.Done create(ApiRequest.Create create, RequestContext context) {
    var sent = sent(create, context);
    var target = create.target();
    var name = target.name().isEmpty() ? Metadata.of(sent).getName() : target.name();
    var facts = workshop.facts(context);
    var question = question(create, name, sent, context, facts);
    var admission = workshop.admission();
    var admitted = admission.admit(question).object().orElseThrow();
    var commitment = admission.check(question.with(admitted));
    var pod = new Target(PODS, target.namespace(), name, "binding");
    var job =
        new Updates.Job(
            pod, workshop.part(pod), change(pod, admitted), create.options(), context, facts);
    try {
      if (updates.update(job).isEmpty()) {
        throw Refusals.notFound(pod);
      }
    } catch (RuntimeException e) {
      commitment.giveBack();
      throw e;
    }
    return new ApiResponse.Done(success(), 201);
  }

  private static Message sent(ApiRequest.Create create, RequestContext context) {
    var target = create.target();
    var kind = new Target(PODS, target.namespace(), target.name(), "binding");
    var sent =
        BodyDecoder.decode(
            create.body(),
            Admissions.kindOf(kind).orElseThrow(),
            create.options().validation(),
            context.warnings());
    return Namespaces.placed(sent, target);
  }

  private static Updates.Change change(Target pod, Message binding) {
    return new Updates.Change() {
      @Override
      public Message wanted(Message shown) {
        Continuity.checkUid(pod, Metadata.of(binding).getUid(), Metadata.of(shown).getUid());
        return binding;
      }

      @Override
      public boolean isLetIn() {
        return true;
      }
    };
  }

  private static AdmissionRequest question(
      ApiRequest.Create create,
      String name,
      Message binding,
      RequestContext context,
      StrategyContext facts) {
    var target = create.target();
    return AdmissionRequest.of(
            Operation.CREATE,
            target.resource(),
            target.namespace(),
            name,
            Optional.of(binding),
            Optional.empty(),
            facts)
        .onSubresource(target.subresource())
        .noting(Admissions.notes(context), create.options().dryRun());
  }

  private static Status success() {
    return Status.newBuilder()
        .setMetadata(ListMeta.getDefaultInstance())
        .setStatus("Success")
        .setCode(201)
        .build();
  }
}
