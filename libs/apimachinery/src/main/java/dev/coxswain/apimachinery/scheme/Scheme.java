package dev.coxswain.apimachinery.scheme;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Message;
import dev.coxswain.api.options.OptionsProto;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// All kinds and resources of the API.
public final class Scheme {
  /// Discovery lists groups in this order; groups that are not here come last, by name.
  private static final List<String> GROUP_ORDER =
      List.of(
          "",
          "apiregistration.k8s.io",
          "apps",
          "events.k8s.io",
          "authentication.k8s.io",
          "authorization.k8s.io",
          "autoscaling",
          "batch",
          "certificates.k8s.io",
          "networking.k8s.io",
          "policy",
          "rbac.authorization.k8s.io",
          "storage.k8s.io",
          "admissionregistration.k8s.io",
          "apiextensions.k8s.io",
          "scheduling.k8s.io",
          "coordination.k8s.io",
          "node.k8s.io",
          "discovery.k8s.io",
          "flowcontrol.apiserver.k8s.io");

  private static final String META = "meta.k8s.io";

  /// Kinds of meta/v1 that travel as `v1`.
  private static final Set<String> UNVERSIONED =
      Set.of("Status", "APIVersions", "APIGroup", "APIGroupList", "APIResourceList", "List");

  /// Kinds of meta/v1 that may be sent under any group and version.
  private static final Set<String> OF_EVERY_GROUP =
      Set.of(
          "GetOptions",
          "ListOptions",
          "CreateOptions",
          "UpdateOptions",
          "PatchOptions",
          "DeleteOptions");

  private final Map<GroupVersionKind, KindType> kinds = new LinkedHashMap<>();
  private final Map<Descriptor, KindType> byDescriptor = new LinkedHashMap<>();
  private final Map<Class<?>, KindType> byClass = new LinkedHashMap<>();
  private final Map<String, ResourceType> byPath = new TreeMap<>();
  private final Map<Class<?>, ResourceType> resourceByClass = new LinkedHashMap<>();
  private final List<ResourceType> resources;
  private final List<GroupVersion> groupVersions;

  private Scheme(List<Descriptor> messages) {
    var served = messages.stream().filter(m -> m.getOptions().getExtension(OptionsProto.kind));
    served.forEach(this::addKind);
    resources =
        kinds.values().stream()
            .filter(kind -> kind.descriptor().getOptions().hasExtension(OptionsProto.resource))
            .map(this::resource)
            .sorted(
                Comparator.comparing(ResourceType::groupVersion, Scheme::preferred)
                    .thenComparing(ResourceType::plural))
            .toList();
    groupVersions = resources.stream().map(ResourceType::groupVersion).distinct().toList();
    for (var resource : resources) {
      byPath.put(path(resource.groupVersion(), resource.plural()), resource);
      resourceByClass.put(resource.kind().prototype().getClass(), resource);
    }
  }

  /// The API that this build serves.
  public static Scheme kubernetes() {
    return Kubernetes.SCHEME;
  }

  public Optional<KindType> kind(GroupVersionKind gvk) {
    var kind = kinds.get(gvk);
    if (kind == null && OF_EVERY_GROUP.contains(gvk.kind())) {
      var meta = kinds.get(new GroupVersionKind(META, "v1", gvk.kind()));
      return Optional.of(new KindType(gvk, meta.prototype()));
    }
    return Optional.ofNullable(kind);
  }

  public Optional<ResourceType> resource(String group, String version, String plural) {
    return Optional.ofNullable(byPath.get(path(new GroupVersion(group, version), plural)));
  }

  /// The kind whose objects are such messages.
  ///
  /// @throws IllegalArgumentException if objects of this type have no `kind`
  public KindType kindOf(Message message) {
    return kindOf(message.getClass());
  }

  /// The kind whose objects are such messages.
  ///
  /// @throws IllegalArgumentException if objects of this type have no `kind`
  public KindType kindOf(Class<? extends Message> type) {
    return known(byClass.get(type), type, "a kind");
  }

  /// The kind whose objects are messages of this type.
  public Optional<KindType> kindOf(Descriptor type) {
    return Optional.ofNullable(byDescriptor.get(type));
  }

  /// The resource whose objects are such messages.
  ///
  /// @throws IllegalArgumentException if objects of this type are not served under a resource
  public ResourceType resourceOf(Class<? extends Message> type) {
    return known(resourceByClass.get(type), type, "a resource");
  }

  /// Every kind, in the order of the proto files.
  public List<KindType> kinds() {
    return List.copyOf(kinds.values());
  }

  /// Every resource: by preferred group and version, then by plural name.
  public List<ResourceType> resources() {
    return resources;
  }

  /// The served groups and versions in discovery's order; the preferred version of a group first.
  public List<GroupVersion> groupVersions() {
    return groupVersions;
  }

  private void addKind(Descriptor message) {
    var declared = message.getFile().getOptions().getExtension(OptionsProto.groupVersion);
    var group = UNVERSIONED.contains(message.getName()) ? "" : declared.getGroup();
    var gvk = new GroupVersionKind(group, declared.getVersion(), message.getName());
    var kind = new KindType(gvk, Contract.prototype(message));
    kinds.put(gvk, kind);
    byDescriptor.put(message, kind);
    byClass.put(kind.prototype().getClass(), kind);
  }

  private ResourceType resource(KindType kind) {
    var gv = kind.gvk().groupVersion();
    var list = kinds.get(gv.withKind(kind.kind() + "List"));
    return new ResourceType(
        gv,
        kind,
        list == null ? kinds.get(new GroupVersionKind("", "v1", "List")) : list,
        kind.descriptor().getOptions().getExtension(OptionsProto.resource));
  }

  private static int preferred(GroupVersion a, GroupVersion b) {
    return Comparator.comparingInt((GroupVersion gv) -> rank(gv.group()))
        .thenComparing(GroupVersion::group)
        .thenComparing(GroupVersion::version, Comparator.reverseOrder())
        .compare(a, b);
  }

  private static int rank(String group) {
    int index = GROUP_ORDER.indexOf(group);
    return index < 0 ? GROUP_ORDER.size() : index;
  }

  private static String path(GroupVersion gv, String plural) {
    return gv.apiVersion() + "/" + plural;
  }

  private static <T> T known(T found, Class<?> type, String what) {
    if (found == null) {
      throw new IllegalArgumentException(type.getName() + " is not the type of " + what);
    }
    return found;
  }

  private static final class Kubernetes {
    static final Scheme SCHEME = new Scheme(messages());

    private static List<Descriptor> messages() {
      var all = new ArrayList<Descriptor>();
      Contract.files().forEach(file -> all.addAll(file.getMessageTypes()));
      return List.copyOf(all);
    }
  }
}
