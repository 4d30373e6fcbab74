package dev.coxswain.integration.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Keeps the last column of the map's module table true: who may depend on whom.
class ModuleSeamsTest {
  private static final List<String> PROGRAMS =
      List.of("apiserver", "scheduler", "controllermanager", "kubelet", "kubeproxy", "kubectl");
  private static final JavaClasses PRODUCTION =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.coxswain");

  static Stream<String> programs() {
    return PROGRAMS.stream();
  }

  @ParameterizedTest
  @MethodSource("programs")
  void programsDependOnLibrariesAndNeverOnEachOther(String program) {
    assertThat(PRODUCTION.containPackage("dev.coxswain." + program)).isTrue();
    noClasses()
        .that()
        .resideInAPackage(below(program))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            PROGRAMS.stream()
                .filter(other -> !other.equals(program))
                .map(ModuleSeamsTest::below)
                .toArray(String[]::new))
        .check(PRODUCTION);
  }

  @Test
  void librariesKnowNoProgram() {
    noClasses()
        .that()
        .resideInAnyPackage(below("apimachinery"), below("client"), below("component"))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(PROGRAMS.stream().map(ModuleSeamsTest::below).toArray(String[]::new))
        .check(PRODUCTION);
  }

  @Test
  void onlyProgramsOfControlLoopsBringClientAndComponentTogether() {
    noClasses()
        .that()
        .resideInAPackage(below("client"))
        .should()
        .dependOnClassesThat()
        .resideInAPackage(below("component"))
        .check(PRODUCTION);
    noClasses()
        .that()
        .resideInAPackage("dev.coxswain.component")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(below("client"), below("component.program"))
        .check(PRODUCTION);
  }

  @Test
  void onlyTheApiServerKnowsEtcdAndOnlyTheKubeletKnowsDocker() {
    noClasses()
        .that()
        .resideOutsideOfPackage(below("apiserver"))
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.etcd..")
        .check(PRODUCTION);
    noClasses()
        .that()
        .resideOutsideOfPackage(below("kubelet"))
        .should()
        .dependOnClassesThat()
        .resideInAPackage("com.github.dockerjava..")
        .check(PRODUCTION);
  }

  static Stream<String> trees() {
    return Stream.concat(programs(), Stream.of("cloudcontrollermanager"));
  }

  @Test
  void theControllerManagerDoesNotKnowTheCloud() {
    noClasses()
        .that()
        .resideInAPackage(below("controllermanager"))
        .should()
        .dependOnClassesThat()
        .resideInAPackage(below("cloudcontrollermanager"))
        .check(PRODUCTION);
  }

  @ParameterizedTest
  @MethodSource("trees")
  void packagesFormNoCycle(String program) {
    slices()
        .matching("dev.coxswain." + program + ".(*)..")
        .should()
        .beFreeOfCycles()
        .check(PRODUCTION);
  }

  private static String below(String module) {
    return "dev.coxswain." + module + "..";
  }
}
