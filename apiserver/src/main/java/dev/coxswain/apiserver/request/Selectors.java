package dev.coxswain.apiserver.request;

import com.google.protobuf.Message;
import dev.coxswain.apimachinery.scheme.ResourceType;
import dev.coxswain.apimachinery.selector.FieldSelector;
import dev.coxswain.apimachinery.selector.Selector;
import dev.coxswain.apiserver.registry.ResourceStrategy;
import dev.coxswain.apiserver.storage.StoredObject;
import dev.coxswain.apiserver.storage.cache.Selection;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/// Reads the selectors of a request.
final class Selectors {
  private static final String NAME = "metadata.name";
  private static final String NAMESPACE = "metadata.namespace";

  /// Resources whose own list of selectable fields leaves the namespace out.
  private static final Set<String> WITHOUT_NAMESPACE =
      Set.of("namespaces", "nodes", "certificatesigningrequests.certificates.k8s.io");

  private Selectors() {}

  static Selection selection(
      Target target, ListSelection asked, ResourceStrategy<Message> strategy) {
    var labels = read(asked.labelSelector(), Selector::parse);
    var fields = read(asked.fieldSelector(), FieldSelector::parse);
    var own = strategy.selectableFields(target.resource().kind().prototype());
    for (var requirement : fields.requirements()) {
      checkField(requirement.field(), target.resource(), own);
    }
    if (labels.isEmpty() && fields.isEmpty() && target.name().isEmpty()) {
      return Selection.all(target.namespace());
    }
    return Selection.of(
        target.namespace(),
        object ->
            (target.name().isEmpty() || object.metadata().getName().equals(target.name()))
                && labels.matches(object.metadata().getLabelsMap())
                && fields.matches(field -> value(field, object, strategy)));
  }

  private static String value(
      String field, StoredObject object, ResourceStrategy<Message> strategy) {
    return switch (field) {
      case NAME -> object.metadata().getName();
      case NAMESPACE -> object.metadata().getNamespace();
      default -> strategy.selectableFields(object.message()).getOrDefault(field, "");
    };
  }

  private static <S> S read(String text, Function<String, S> parser) {
    try {
      return parser.apply(text);
    } catch (IllegalArgumentException e) {
      throw Refusals.badRequest(e.getMessage());
    }
  }

  private static void checkField(String field, ResourceType resource, Map<String, String> own) {
    boolean generic =
        field.equals(NAME)
            || (field.equals(NAMESPACE) && !WITHOUT_NAMESPACE.contains(resource.groupResource()));
    if (!generic && !own.containsKey(field)) {
      throw Refusals.badRequest(unsupported(field, resource, own));
    }
  }

  private static String unsupported(String field, ResourceType resource, Map<String, String> own) {
    if (own.isEmpty()) {
      return "\"%s\" is not a known field selector: only \"%s\", \"%s\""
          .formatted(field, NAME, NAMESPACE);
    }
    return resource.groupResource().equals("jobs.batch")
        ? "field label \"%s\" not supported for Job".formatted(field)
        : "field label not supported: " + field;
  }
}
