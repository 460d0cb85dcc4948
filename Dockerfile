# The nightly job: reads what is new below /disclosures into the dataset /data. See docs/nightly.md.
FROM python:3.11-slim AS build
WORKDIR /src
COPY pyproject.toml README.md LICENSE requirements.lock ./
COPY extractor extractor
COPY patterns patterns
RUN python -m venv /opt/juesuan \
    && /opt/juesuan/bin/pip install --no-cache-dir --constraint requirements.lock ".[ocr,panel,s3]"
# What is compiled for all runs is kept in the image, which nobody writes to afterwards.
COPY samples/street_2024.txt /tmp/sample.txt
RUN /opt/juesuan/bin/juesuan convert /tmp/sample.txt -o /tmp/data --jobs 0 --quiet

FROM python:3.11-slim
# Old office files (doc, wps, rtf, ods) are read with the help of LibreOffice: --build-arg OFFICE=yes installs it.
ARG OFFICE=no
RUN if [ "$OFFICE" = yes ]; then \
        apt-get update \
        && apt-get install --yes --no-install-recommends libreoffice-writer-nogui libreoffice-calc-nogui fonts-noto-cjk \
        && rm -rf /var/lib/apt/lists/*; \
    fi
COPY --from=build /opt/juesuan /opt/juesuan
ENV PATH=/opt/juesuan/bin:$PATH LANG=C.UTF-8 HOME=/tmp
USER 1000:1000
VOLUME ["/disclosures", "/data"]
ENTRYPOINT ["juesuan"]
CMD ["convert", "/disclosures", "-o", "/data", "--log-json"]
