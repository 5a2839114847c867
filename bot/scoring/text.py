"""Words in the two languages of the product."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, StringConstraints

Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]


class Text(BaseModel):
    """The same thing said in English and in Chinese."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    en: Words
    zh: Words

    def in_(self, language: str) -> str:
        """Return the Chinese words for `zh`, `zh-CN`, `zh_Hans`…, the English ones for the rest."""
        return self.zh if language.lower().startswith("zh") else self.en
