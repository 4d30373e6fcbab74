package dev.coxswain.scheduler.config;

import dev.coxswain.apimachinery.status.FieldError;
import dev.coxswain.apimachinery.status.FieldPath;
import dev.coxswain.scheduler.config.SchedulerConfiguration.ProfileSpec;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/// What is wrong with a configuration, in upstream's words.
final class ConfigurationChecks {
  private ConfigurationChecks() {}

  static List<FieldError> errors(SchedulerConfiguration configuration) {
    var errors = new ArrayList<FieldError>();
    if (configuration.parallelism() <= 0) {
      errors.add(
          FieldError.invalid(
              FieldPath.of("parallelism"),
              configuration.parallelism(),
              "should be an integer value greater than zero"));
    }
    errors.addAll(profiles(configuration.profiles()));
    percentage(
        FieldPath.of("percentageOfNodesToScore"), configuration.percentageOfNodesToScore(), errors);
    long first = configuration.podInitialBackoff().toSeconds();
    long longest = configuration.podMaxBackoff().toSeconds();
    if (first <= 0) {
      errors.add(
          FieldError.invalid(
              FieldPath.of("podInitialBackoffSeconds"), first, "must be greater than 0"));
    }
    if (longest < first) {
      errors.add(
          FieldError.invalid(
              FieldPath.of("podMaxBackoffSeconds"),
              longest,
              "must be greater than or equal to PodInitialBackoffSeconds"));
    }
    return errors;
  }

  private static List<FieldError> profiles(List<ProfileSpec> profiles) {
    var errors = new ArrayList<FieldError>();
    var names = new HashSet<String>();
    var path = FieldPath.of("profiles");
    for (int i = 0; i < profiles.size(); i++) {
      var profile = profiles.get(i);
      var here = path.index(i);
      if (profile.schedulerName().isEmpty()) {
        errors.add(FieldError.required(here.child("schedulerName"), ""));
      } else if (!names.add(profile.schedulerName())) {
        errors.add(FieldError.duplicate(here.child("schedulerName"), profile.schedulerName()));
      }
      percentage(
          here.child("percentageOfNodesToScore"), profile.percentageOfNodesToScore(), errors);
      plugins(here.child("plugins"), profile, errors);
      if (!queueSort(profile).equals(queueSort(profiles.getFirst()))) {
        errors.add(
            FieldError.invalid(
                here.child("plugins").child("queueSort"),
                queueSort(profile),
                "must be the same for all profiles"));
      }
    }
    return errors;
  }

  private static void plugins(FieldPath path, ProfileSpec profile, List<FieldError> errors) {
    for (var point : profile.plugins().entrySet()) {
      var here = path.child(point.getKey());
      names(
          here.child("enabled"),
          point.getValue().enabled().stream().map(e -> e.name()).toList(),
          errors);
      names(
          here.child("disabled"),
          point.getValue().disabled().stream().filter(name -> !name.equals("*")).toList(),
          errors);
    }
    for (var name : profile.arguments().keySet()) {
      names(path, List.of(name), errors);
    }
  }

  private static void names(FieldPath path, List<String> names, List<FieldError> errors) {
    var seen = new HashSet<String>();
    for (int i = 0; i < names.size(); i++) {
      var name = names.get(i);
      if (!PluginRegistry.NAMES.contains(name)) {
        errors.add(FieldError.invalid(path.index(i), name, "plugin does not exist"));
      } else if (!seen.add(name)) {
        errors.add(FieldError.duplicate(path.index(i), name));
      }
    }
  }

  private static void percentage(FieldPath path, int percent, List<FieldError> errors) {
    if (percent < 0 || percent > 100) {
      errors.add(FieldError.invalid(path, percent, "not in valid range [0-100]"));
    }
  }

  private static List<String> queueSort(ProfileSpec profile) {
    return Enablement.of("queueSort", profile).stream().map(e -> e.name()).toList();
  }
}
