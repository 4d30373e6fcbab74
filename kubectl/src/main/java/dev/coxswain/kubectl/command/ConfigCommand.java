package dev.coxswain.kubectl.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.coxswain.apimachinery.codec.YamlCodec;
import dev.coxswain.kubectl.config.ConfigFile;
import dev.coxswain.kubectl.print.JsonPrinter;
import dev.coxswain.kubectl.print.TextTable;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `kubectl config`
@Command(
    name = "config",
    description = "Shows and changes the kubeconfig.",
    subcommands = {
      ConfigCommand.View.class,
      ConfigCommand.CurrentContext.class,
      ConfigCommand.GetContexts.class,
      ConfigCommand.UseContext.class,
      ConfigCommand.SetContext.class
    })
public final class ConfigCommand implements Runnable {
  @Spec CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "must be called with a command, such as view");
  }

  /// What the commands have in common: no server is asked.
  abstract static class OnFile implements Callable<Integer> {
    @Spec CommandSpec spec;

    @Override
    public final Integer call() throws IOException {
      var global = ((GlobalOptions.Holder) spec.root().userObject()).globalOptions();
      try {
        print(run(ConfigFile.find(global.kubeconfig), global));
        return KubectlAction.OK;
      } catch (KubectlAction.Failure e) {
        spec.commandLine().getErr().println("error: " + e.getMessage());
        return KubectlAction.FAILED;
      }
    }

    private void print(String text) {
      spec.commandLine().getOut().print(text);
      spec.commandLine().getOut().flush();
    }

    abstract String run(ConfigFile file, GlobalOptions global) throws IOException;
  }

  /// `kubectl config view`
  @Command(name = "view", description = "Shows the kubeconfig.")
  static final class View extends OnFile {
    @Option(names = "--raw", description = "Secrets too.")
    boolean raw;

    @Option(names = "--minify", description = "Only what the current context uses.")
    boolean minify;

    @Option(names = "--flatten", description = "The contents of files in their place.")
    boolean flatten;

    @Option(
        names = {"-o", "--output"},
        defaultValue = "yaml",
        description = "yaml or json.")
    String output;

    @Override
    String run(ConfigFile file, GlobalOptions global) throws IOException {
      ObjectNode config = minify ? file.minified(global.context) : file.content();
      if (flatten) {
        file.flatten(config);
      }
      if (!raw) {
        ConfigFile.hideSecrets(config);
      }
      return output.equals("json") ? JsonPrinter.print(config) : YamlCodec.toYaml(config);
    }
  }

  /// `kubectl config current-context`
  @Command(name = "current-context", description = "Shows the current context.")
  static final class CurrentContext extends OnFile {
    @Override
    String run(ConfigFile file, GlobalOptions global) throws IOException {
      String current = file.content().path("current-context").asText();
      if (current.isEmpty()) {
        throw new KubectlAction.Failure("current-context is not set");
      }
      return current + "\n";
    }
  }

  /// `kubectl config get-contexts`
  @Command(name = "get-contexts", description = "Lists the contexts.")
  static final class GetContexts extends OnFile {
    @Override
    String run(ConfigFile file, GlobalOptions global) throws IOException {
      JsonNode config = file.content();
      var table =
          new TextTable().row(List.of("CURRENT", "NAME", "CLUSTER", "AUTHINFO", "NAMESPACE"));
      for (JsonNode context : config.path("contexts")) {
        boolean current = context.path("name").equals(config.path("current-context"));
        JsonNode about = context.path("context");
        table.row(
            List.of(
                current ? "*" : "",
                context.path("name").asText(),
                about.path("cluster").asText(),
                about.path("user").asText(),
                about.path("namespace").asText()));
      }
      return table.render();
    }
  }

  /// `kubectl config use-context`
  @Command(name = "use-context", description = "Makes another context the current one.")
  static final class UseContext extends OnFile {
    @Parameters(arity = "0..1", paramLabel = "NAME")
    String name;

    @Override
    String run(ConfigFile file, GlobalOptions global) throws IOException {
      ObjectNode config = file.content();
      if (name == null || ConfigFile.named(config, "contexts", name).isEmpty()) {
        throw new KubectlAction.Failure("no context exists with the name: \"%s\"".formatted(name));
      }
      config.put("current-context", name);
      file.write(config);
      return "Switched to context \"%s\".\n".formatted(name);
    }
  }

  /// `kubectl config set-context`
  @Command(name = "set-context", description = "Changes a context, or makes one.")
  static final class SetContext extends OnFile {
    @Parameters(arity = "0..1", paramLabel = "NAME")
    String name;

    @Option(names = "--current", description = "The current context.")
    boolean current;

    @Option(names = "--cluster", defaultValue = "", description = "Its cluster.")
    String cluster;

    @Option(names = "--user", defaultValue = "", description = "Its user.")
    String user;

    @Override
    String run(ConfigFile file, GlobalOptions global) throws IOException {
      ObjectNode config = file.content();
      String wanted = current ? config.path("current-context").asText() : name;
      if (wanted == null || wanted.isEmpty()) {
        throw new KubectlAction.Failure("you must specify a non-empty context name or --current");
      }
      var found = ConfigFile.named(config, "contexts", wanted);
      ObjectNode entry =
          found.orElseGet(() -> config.withArray("/contexts").addObject().put("name", wanted));
      ObjectNode context = entry.withObject("/context");
      put(context, "cluster", cluster);
      put(context, "user", user);
      put(context, "namespace", global.namespace().orElse(""));
      file.write(config);
      return "Context \"%s\" %s.\n".formatted(wanted, found.isPresent() ? "modified" : "created");
    }

    private static void put(ObjectNode context, String field, String value) {
      if (!value.isEmpty()) {
        context.put(field, value);
      }
    }
  }
}
