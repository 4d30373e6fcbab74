package dev.coxswain.kubectl.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.coxswain.kubectl.manifest.Manifests;
import dev.coxswain.kubectl.rest.ServerError;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `kubectl create`, from files or one kind's own flags.
@Command(
    name = "create",
    description = "Creates objects from files or standard input.",
    subcommands = {
      CreateCommand.OfDeployment.class,
      CreateCommand.OfNamespace.class,
      CreateCommand.OfConfigMap.class,
      CreateServiceCommand.class,
      CreateSecretCommand.class,
      CreateRbacCommands.OfRole.class,
      CreateRbacCommands.OfClusterRole.class,
      CreateRbacCommands.OfRoleBinding.class,
      CreateRbacCommands.OfClusterRoleBinding.class,
      CreateBatchCommands.OfJob.class,
      CreateBatchCommands.OfCronJob.class,
      CreatePolicyCommands.OfQuota.class,
      CreatePolicyCommands.OfBudget.class,
      CreatePolicyCommands.OfPriorityClass.class,
      CreatePolicyCommands.OfServiceAccount.class,
      CreatePolicyCommands.OfToken.class
    })
public final class CreateCommand extends KubectlAction {
  private static final String MANAGER = "kubectl-create";

  @Mixin FileOptions files;
  @Mixin WriteOptions write;
  @Mixin OutputOptions output;

  @Override
  int run(Session session) throws IOException {
    if (!files.isSet()) {
      throw new Failure("must specify one of -f and -k");
    }
    var failures = new Failures(session, false);
    for (ObjectNode object : Manifests.read(files.places, files.recursive, System.in)) {
      try {
        Created.create(session, files.resourceOf(session, object), object, write, output, MANAGER);
      } catch (ServerError e) {
        failures.add(e.during("creating", files.source()));
      }
    }
    return failures.exitCode();
  }

  /// `kubectl create deployment`
  @Command(
      name = "deployment",
      aliases = {"deploy", "dep"},
      description = "Creates a deployment.")
  static final class OfDeployment extends KubectlAction {
    @Mixin WriteOptions write;
    @Mixin OutputOptions output;

    @Parameters(index = "0", arity = "0..1", paramLabel = "NAME")
    String name;

    @Parameters(index = "1..*", arity = "0..*", paramLabel = "COMMAND")
    List<String> command = List.of();

    @Option(names = "--image", split = ",", description = "Images to run, one container each.")
    List<String> images = List.of();

    @Option(
        names = {"-r", "--replicas"},
        defaultValue = "1",
        description = "How many pods.")
    int replicas;

    @Option(names = "--port", description = "The port that the container exposes.")
    Integer port;

    @Override
    int run(Session session) {
      if (name == null) {
        throw new Failure("exactly one NAME is required, got 0");
      }
      if (images.isEmpty()) {
        throw new Failure("required flag(s) \"image\" not set");
      }
      var deployment = Objects.object("apps/v1", "Deployment", name);
      var labels = Map.of("app", name);
      Objects.putLabels(deployment.withObject("/metadata"), labels);
      var spec = deployment.putObject("spec").put("replicas", replicas);
      spec.putObject("selector").putObject("matchLabels").put("app", name);
      spec.putObject("strategy");
      var template = spec.putObject("template");
      Objects.putLabels(template.putObject("metadata"), labels);
      var containers = template.putObject("spec").putArray("containers");
      images.forEach(image -> containers.add(container(image)));
      deployment.putObject("status");
      Created.create(
          session, session.discovery().named("deployments"), deployment, write, output, MANAGER);
      return OK;
    }

    private ObjectNode container(String image) {
      var container = Objects.container(containerName(image), image, command, true);
      if (port != null) {
        container.putArray("ports").addObject().put("containerPort", port);
      }
      return container;
    }

    /// The image's last part without tag and digest, with characters that names can't have
    /// replaced.
    static String containerName(String image) {
      String last = image.substring(image.lastIndexOf('/') + 1);
      return last.replaceFirst("@.*", "").replaceFirst(":.*", "").replaceAll("[^a-z0-9-]", "-");
    }
  }

  /// `kubectl create namespace`
  @Command(name = "namespace", aliases = "ns", description = "Creates a namespace.")
  static final class OfNamespace extends KubectlAction {
    @Mixin WriteOptions write;
    @Mixin OutputOptions output;

    @Parameters(arity = "0..1", paramLabel = "NAME")
    String name;

    @Override
    int run(Session session) {
      if (name == null) {
        throw new Failure("exactly one NAME is required, got 0");
      }
      Created.create(
          session,
          session.discovery().named("namespaces"),
          Objects.object("v1", "Namespace", name),
          write,
          output,
          MANAGER);
      return OK;
    }
  }

  /// `kubectl create configmap`
  @Command(
      name = "configmap",
      aliases = "cm",
      description = "Creates a config map from literals and files.")
  static final class OfConfigMap extends KubectlAction {
    @Mixin WriteOptions write;
    @Mixin OutputOptions output;

    @Parameters(arity = "0..1", paramLabel = "NAME")
    String name;

    @Option(
        names = "--from-literal",
        paramLabel = "KEY=VALUE",
        description = "A key and its value.")
    List<String> literals = List.of();

    @Option(
        names = "--from-file",
        paramLabel = "[KEY=]FILE",
        description = "A file, or all files of a folder.")
    List<String> fromFiles = List.of();

    @Override
    int run(Session session) throws IOException {
      if (name == null) {
        throw new Failure("exactly one NAME is required, got 0");
      }
      var configMap = Objects.object("v1", "ConfigMap", name);
      for (String literal : literals) {
        int equals = literal.indexOf('=');
        if (equals < 1) {
          throw new Failure("invalid literal source %s, expected key=value".formatted(literal));
        }
        put(configMap, literal.substring(0, equals), literal.substring(equals + 1));
      }
      for (String source : fromFiles) {
        addFiles(configMap, source);
      }
      Created.create(
          session, session.discovery().named("configmaps"), configMap, write, output, MANAGER);
      return OK;
    }

    private void addFiles(ObjectNode configMap, String source) throws IOException {
      int equals = source.indexOf('=');
      Path path = Path.of(source.substring(equals + 1));
      if (!Files.exists(path)) {
        throw new Failure(
            "error reading %1$s: stat %1$s: no such file or directory".formatted(path));
      }
      if (!Files.isDirectory(path)) {
        put(
            configMap,
            equals < 0 ? path.getFileName().toString() : source.substring(0, equals),
            path);
        return;
      }
      try (var inside = Files.list(path)) {
        inside
            .filter(Files::isRegularFile)
            .sorted()
            .forEach(file -> put(configMap, file.getFileName().toString(), file));
      }
    }

    private static void put(ObjectNode configMap, String key, Path file) {
      try {
        byte[] content = Files.readAllBytes(file);
        String text = textOf(content);
        if (text == null) {
          configMap.withObject("/binaryData").put(key, Base64.getEncoder().encodeToString(content));
        } else {
          put(configMap, key, text);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private static void put(ObjectNode configMap, String key, String value) {
      var data = configMap.withObject("/data");
      if (data.has(key)) {
        throw new Failure(
            "cannot add key \"%s\", another key by that name already exists in Data for ConfigMap \"%s\""
                .formatted(key, configMap.path("metadata").path("name").asText()));
      }
      data.put(key, value);
    }

    private static String textOf(byte[] content) {
      try {
        return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content)).toString();
      } catch (CharacterCodingException _) {
        return null;
      }
    }
  }
}
