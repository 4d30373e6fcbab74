package dev.coxswain.kubectl.command;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.coxswain.apimachinery.codec.JsonCodec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `kubectl create secret`
@Command(
    name = "secret",
    description = "Creates a secret.",
    subcommands = {
      CreateSecretCommand.Generic.class,
      CreateSecretCommand.Tls.class,
      CreateSecretCommand.DockerRegistry.class
    })
final class CreateSecretCommand implements Runnable {
  @Spec CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "must be called with a type: generic, tls or docker-registry");
  }

  /// What the types have in common.
  abstract static class OfType extends Generator {
    @Override
    String resource() {
      return "secrets";
    }

    @Override
    String refused() {
      return "failed to create secret";
    }

    abstract Map<String, byte[]> data() throws IOException;

    abstract String type();

    @Override
    ObjectNode object(Session session) throws IOException {
      var secret = Objects.object("v1", "Secret", name);
      var data = data();
      if (!data.isEmpty()) {
        var node = secret.putObject("data");
        data.forEach((key, value) -> node.put(key, Base64.getEncoder().encodeToString(value)));
      }
      if (!type().isEmpty()) {
        secret.put("type", type());
      }
      return secret;
    }
  }

  /// `kubectl create secret generic`
  @Command(name = "generic", description = "From files and literals.")
  static final class Generic extends OfType {
    @Mixin KeyValueSources sources;

    @Option(names = "--type", defaultValue = "", description = "The type of the secret.")
    String type;

    @Override
    Map<String, byte[]> data() throws IOException {
      return sources.read("Secret \"" + name + "\"");
    }

    @Override
    String type() {
      return type;
    }
  }

  /// `kubectl create secret tls`
  @Command(name = "tls", description = "A certificate with its key.")
  static final class Tls extends OfType {
    @Option(names = "--cert", required = true, description = "The PEM file of the certificate.")
    Path certificate;

    @Option(names = "--key", required = true, description = "The PEM file of the key.")
    Path key;

    @Override
    Map<String, byte[]> data() throws IOException {
      return Map.of("tls.crt", Files.readAllBytes(certificate), "tls.key", Files.readAllBytes(key));
    }

    @Override
    String type() {
      return "kubernetes.io/tls";
    }
  }

  /// `kubectl create secret docker-registry`
  @Command(name = "docker-registry", description = "Credentials of an image registry.")
  static final class DockerRegistry extends OfType {
    @Option(
        names = "--docker-server",
        defaultValue = "https://index.docker.io/v1/",
        description = "The registry.")
    String server;

    @Option(names = "--docker-username", defaultValue = "", description = "The user.")
    String user;

    @Option(names = "--docker-password", defaultValue = "", description = "The password.")
    String password;

    @Option(names = "--docker-email", defaultValue = "", description = "The user's address.")
    String email;

    @Override
    Map<String, byte[]> data() {
      if (user.isEmpty() || password.isEmpty()) {
        throw new Failure(
            "either --from-file or the combination of --docker-username, --docker-password and"
                + " --docker-server is required");
      }
      var root = JsonNodeFactory.instance.objectNode();
      var entry = root.putObject("auths").putObject(server);
      entry.put("username", user).put("password", password);
      if (!email.isEmpty()) {
        entry.put("email", email);
      }
      String both = user + ":" + password;
      entry.put("auth", Base64.getEncoder().encodeToString(both.getBytes(StandardCharsets.UTF_8)));
      return new TreeMap<>(Map.of(".dockerconfigjson", JsonCodec.toJson(root)));
    }

    @Override
    String type() {
      return "kubernetes.io/dockerconfigjson";
    }
  }
}
