package dev.coxswain.client.fake;

import com.google.protobuf.Message;
import dev.coxswain.apimachinery.meta.Metadata;
import dev.coxswain.apimachinery.selector.FieldSelector;
import dev.coxswain.apimachinery.selector.Selector;
import dev.coxswain.client.ListQuery;
import java.util.function.Predicate;

/// Which objects a query is about; any field can be selected by its path.
final class Selection {
  private Selection() {}

  static Predicate<Message> of(ListQuery query) {
    var labels = Selector.parse(query.labelSelector());
    var fields = FieldSelector.parse(query.fieldSelector());
    return object -> {
      var metadata = Metadata.of(object);
      return (query.namespace().isEmpty() || query.namespace().equals(metadata.getNamespace()))
          && labels.matches(metadata.getLabelsMap())
          && fields.matches(path -> field(object, path));
    };
  }

  private static String field(Message object, String path) {
    Object value = object;
    for (var name : path.split("\\.", -1)) {
      var field = ((Message) value).getDescriptorForType().findFieldByName(name);
      if (field == null) {
        throw new IllegalArgumentException("field label not supported: " + path);
      }
      value = ((Message) value).getField(field);
    }
    return value.toString();
  }
}
