package dev.coxswain.apiserver.registry.extensions;

import dev.coxswain.api.admissionregistration.v1.MutatingAdmissionPolicy;
import dev.coxswain.api.admissionregistration.v1.MutatingAdmissionPolicyBinding;
import dev.coxswain.api.admissionregistration.v1.MutatingWebhookConfiguration;
import dev.coxswain.api.admissionregistration.v1.ParamKind;
import dev.coxswain.api.admissionregistration.v1.ParamRef;
import dev.coxswain.api.admissionregistration.v1.ValidatingAdmissionPolicy;
import dev.coxswain.api.admissionregistration.v1.ValidatingAdmissionPolicyBinding;
import dev.coxswain.api.admissionregistration.v1.ValidatingWebhookConfiguration;
import dev.coxswain.api.apiextensions.v1.CustomResourceDefinition;
import dev.coxswain.api.apiregistration.v1.APIService;
import dev.coxswain.api.flowcontrol.v1.FlowSchema;
import dev.coxswain.api.flowcontrol.v1.PriorityLevelConfiguration;
import dev.coxswain.api.flowcontrol.v1.QueuingConfiguration;
import dev.coxswain.api.node.v1.RuntimeClass;
import dev.coxswain.apimachinery.selector.SelectorText;
import dev.coxswain.apiserver.registry.Table;
import dev.coxswain.apiserver.registry.print.Cells;
import java.util.function.ToIntFunction;

/// Tables of small kinds: admission, extensions, flow control, runtime classes.
public final class ExtensionTables {
  public static final Table<MutatingWebhookConfiguration> MUTATING_WEBHOOKS =
      Table.of(MutatingWebhookConfiguration.class)
          .number("Webhooks", "How many webhooks there are.", c -> (long) c.getWebhooksCount())
          .age()
          .build();

  public static final Table<ValidatingWebhookConfiguration> VALIDATING_WEBHOOKS =
      Table.of(ValidatingWebhookConfiguration.class)
          .number("Webhooks", "How many webhooks there are.", c -> (long) c.getWebhooksCount())
          .age()
          .build();

  public static final Table<MutatingAdmissionPolicy> MUTATING_POLICIES =
      Table.of(MutatingAdmissionPolicy.class)
          .number(
              "Mutations",
              "How many changes it makes.",
              p -> (long) p.getSpec().getMutationsCount())
          .text(
              "ParamKind",
              "Kind of its parameters.",
              p -> p.getSpec().hasParamKind() ? kind(p.getSpec().getParamKind()) : Cells.UNSET)
          .age()
          .build();

  public static final Table<ValidatingAdmissionPolicy> VALIDATING_POLICIES =
      Table.of(ValidatingAdmissionPolicy.class)
          .number(
              "Validations",
              "How many rules it has.",
              p -> (long) p.getSpec().getValidationsCount())
          .text(
              "ParamKind",
              "Kind of its parameters.",
              p -> p.getSpec().hasParamKind() ? kind(p.getSpec().getParamKind()) : Cells.UNSET)
          .age()
          .build();

  public static final Table<MutatingAdmissionPolicyBinding> MUTATING_BINDINGS =
      Table.of(MutatingAdmissionPolicyBinding.class)
          .text("PolicyName", "Which policy is bound.", b -> b.getSpec().getPolicyName())
          .text("ParamRef", "Its parameters.", b -> reference(b.getSpec().getParamRef()))
          .age()
          .build();

  public static final Table<ValidatingAdmissionPolicyBinding> VALIDATING_BINDINGS =
      Table.of(ValidatingAdmissionPolicyBinding.class)
          .text("PolicyName", "Which policy is bound.", b -> b.getSpec().getPolicyName())
          .text("ParamRef", "Its parameters.", b -> reference(b.getSpec().getParamRef()))
          .age()
          .build();

  public static final Table<CustomResourceDefinition> DEFINITIONS =
      Table.of(CustomResourceDefinition.class).createdAt().build();

  public static final Table<APIService> API_SERVICES =
      Table.of(APIService.class)
          .text(
              "Service",
              "Who serves the group and version.",
              s ->
                  s.getSpec().hasService()
                      ? s.getSpec().getService().getNamespace()
                          + "/"
                          + s.getSpec().getService().getName()
                      : "Local")
          .text("Available", "Whether it is served.", ExtensionTables::available)
          .age()
          .build();

  public static final Table<FlowSchema> FLOW_SCHEMAS =
      Table.of(FlowSchema.class)
          .text(
              "PriorityLevel",
              "Level of such requests.",
              f -> f.getSpec().getPriorityLevelConfiguration().getName())
          .text(
              "MatchingPrecedence",
              "Which of several schemas counts.",
              f -> (long) f.getSpec().getMatchingPrecedence())
          .text(
              "DistinguisherMethod",
              "What tells the flows apart.",
              f ->
                  f.getSpec().hasDistinguisherMethod()
                      ? f.getSpec().getDistinguisherMethod().getType()
                      : Cells.NONE)
          .age()
          .text("MissingPL", "Whether the level is missing.", ExtensionTables::missing)
          .build();

  public static final Table<PriorityLevelConfiguration> PRIORITY_LEVELS =
      Table.of(PriorityLevelConfiguration.class)
          .text("Type", "Whether requests can be held up.", p -> p.getSpec().getType())
          .text(
              "NominalConcurrencyShares",
              "Its part of the server's capacity.",
              ExtensionTables::shares)
          .text(
              "Queues",
              "How many queues there are.",
              p -> queuing(p, QueuingConfiguration::getQueues))
          .text(
              "HandSize",
              "Among how many queues a flow chooses.",
              p -> queuing(p, QueuingConfiguration::getHandSize))
          .text(
              "QueueLengthLimit",
              "How many requests a queue holds.",
              p -> queuing(p, QueuingConfiguration::getQueueLengthLimit))
          .age()
          .build();

  public static final Table<RuntimeClass> RUNTIME_CLASSES =
      Table.of(RuntimeClass.class)
          .text("Handler", "What the runtime calls the class.", RuntimeClass::getHandler)
          .age()
          .build();

  private ExtensionTables() {}

  private static String kind(ParamKind kind) {
    return kind.getApiVersion() + "/" + kind.getKind();
  }

  /// Whether a parameter has a namespace isn't known here, so one that names none could be in any.
  private static String reference(ParamRef reference) {
    if (!reference.getName().isEmpty()) {
      var namespace = reference.getNamespace();
      return (namespace.isEmpty() ? "*" : namespace) + "/" + reference.getName();
    }
    return reference.hasSelector() ? SelectorText.of(reference.getSelector()) : Cells.UNSET;
  }

  private static String available(APIService service) {
    return service.getStatus().getConditionsList().stream()
        .filter(c -> c.getType().equals("Available"))
        .findFirst()
        .map(c ->
            c.getStatus().equals("True")
                ? "True"
                : "%s (%s)".formatted(c.getStatus(), c.getReason()))
        .orElse("Unknown");
  }

  private static String missing(FlowSchema schema) {
    return schema.getStatus().getConditionsList().stream()
        .filter(c -> c.getType().equals("Dangling"))
        .findFirst()
        .map(c -> c.getStatus())
        .orElse("?");
  }

  private static Object shares(PriorityLevelConfiguration level) {
    var spec = level.getSpec();
    return spec.hasLimited()
        ? (Object) (long) spec.getLimited().getNominalConcurrencyShares()
        : Cells.NONE;
  }

  private static Object queuing(
      PriorityLevelConfiguration level, ToIntFunction<QueuingConfiguration> what) {
    var response = level.getSpec().getLimited().getLimitResponse();
    return response.hasQueuing()
        ? (Object) (long) what.applyAsInt(response.getQueuing())
        : Cells.NONE;
  }
}
