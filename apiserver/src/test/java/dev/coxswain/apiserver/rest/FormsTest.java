package dev.coxswain.apiserver.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.coxswain.apimachinery.status.ApiException;
import dev.coxswain.apiserver.request.MediaType;
import dev.coxswain.apiserver.rest.Forms.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FormsTest {
  private static final String TABLE = "application/json;as=Table;v=v1;g=meta.k8s.io";

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "'', JSON, WHOLE",
    "*/*, JSON, WHOLE",
    "application/*, JSON, WHOLE",
    "application/yaml, YAML, WHOLE",
    "'application/vnd.kubernetes.protobuf, application/json', PROTOBUF, WHOLE",
    "'application/json;q=0.5, application/yaml', YAML, WHOLE",
    "'text/html, application/json', JSON, WHOLE",
    "application/json;as=Table;v=v1;g=meta.k8s.io, JSON, TABLE",
    "'application/json;as=Table;v=v1beta1;g=meta.k8s.io,application/json', JSON, WHOLE",
    "'application/vnd.kubernetes.protobuf;as=Table;v=v1;g=meta.k8s.io,application/json', JSON, WHOLE",
    "application/vnd.kubernetes.protobuf;as=PartialObjectMetadata;v=v1;g=meta.k8s.io, PROTOBUF, METADATA",
    "application/json;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io, JSON, METADATA_LIST",
  })
  void accepted(String header, MediaType mediaType, Shape shape) {
    assertThat(Forms.accepted(header)).isEqualTo(new Forms.Form(mediaType, shape));
  }

  @Test
  void kubectlsHeaderIsATable() {
    var header = TABLE + ",application/json;as=Table;v=v1beta1;g=meta.k8s.io,application/json";
    assertThat(Forms.accepted(header).shape()).isEqualTo(Shape.TABLE);
  }

  @Test
  void saysWhatItHasWhenNothingIsAcceptable() {
    var e = catchThrowableOfType(ApiException.class, () -> Forms.accepted("text/plain"));
    assertThat(e.code()).isEqualTo(406);
    assertThat(e)
        .hasMessage(
            "406: Not Acceptable\n\nAvailable representations: application/json, application/yaml,"
                + " application/vnd.kubernetes.protobuf");
  }

  @ParameterizedTest
  @ValueSource(strings = {";", ",", "/", ";;q=x", ",;,", "application/json;as=Nothing", "q=NaN;="})
  void nonsenseIsNotAcceptable(String header) {
    var e = catchThrowableOfType(ApiException.class, () -> Forms.accepted(header));
    assertThat(e.code()).isEqualTo(406);
  }

  @Test
  void bodiesHaveOneOfThreeTypes() {
    assertThat(Forms.sent("")).isEqualTo(MediaType.JSON);
    assertThat(Forms.sent("application/JSON; charset=utf-8")).isEqualTo(MediaType.JSON);
    var e = catchThrowableOfType(ApiException.class, () -> Forms.sent("text/plain"));
    assertThat(e.code()).isEqualTo(415);
  }
}
