"""Names, sentences and file names as a support desk meets them: accents, other scripts, right to left, emoji, long."""

from __future__ import annotations

GIVEN = (
    *("João", "Conceição", "Antônia", "Luís", "Márcia", "Sebastião", "Íris", "Thaís", "Érico", "Núbia"),
    *("José", "Begoña", "Iñaki", "Lucía", "Raúl", "Ángeles", "Joaquín", "Belén"),
    *("Zoë", "Jürgen", "Søren", "Łukasz", "Chloé", "Ødegaard"),
    *("محمد", "فاطمة", "عبد الرحمن", "ليلى"),
    *("王伟", "李娜", "張偉", "刘洋"),
    *("さくら", "健太", "ゆうこ", "タカシ"),
    *("דוד", "שרה", "Дмитрий", "Ольга", "प्रिया", "สมชาย", "민준", "Ελένη"),
)
FAMILY = (
    *("da Silva", "Gonçalves", "Araújo", "Assunção", "Falcão", "Magalhães", "Simões", "de Sá"),
    *("Muñoz", "Ibáñez", "Peña", "Núñez", "Güell", "Sáenz"),
    *("Müller", "Nguyễn", "O’Brien", "Kowalczyk", "الحسن", "田中", "陈", "כהן", "Иванова", "🌻"),
)
LONG_NAME = (
    "Associação dos Comerciantes, Prestadores de Serviços e Amigos do Bairro São João da Boa Vista – Atendimento"
)
GROUPS = ("Família ❤️", "Vendas 2ª loja", "Obra – 3º andar", "مجموعة العمل", "家族グループ", "Promoções & Novidades 🔥")

SENTENCES = (
    "Bom dia! O orçamento já está pronto?",
    "Segue em anexo a nota fiscal nº {n}, por favor confirme o recebimento.",
    "Não consegui abrir o arquivo, pode enviar de novo?",
    "Obrigado 🙏 o pedido {n} chegou certinho.",
    "Você tem esse modelo em azul? É para amanhã à tarde.",
    "¿Me puede enviar el comprobante del pago {n}? Muchas gracias.",
    "Mañana paso a recoger el paquete, ¿a qué hora abren?",
    "Ok 👍",
    "kkkkkk 😂😂",
    "The invoice {n} is attached, please check the amount.",
    "شكراً جزيلاً، سأرسل الصورة رقم {n} بعد قليل.",
    "您好，请问订单 {n} 什么时候发货？",
    "お世話になっております。書類{n}をお送りします。",
    "תודה רבה, קיבלתי את הקובץ {n}.",
    "https://example.com/pedido/{n}?ref=whatsapp",
    "PIX feito! Comprovante {n} 👇",
    "Endereço: Rua das Acácias, {n} – apto. 12, Jardim América. "
    "Pode deixar na portaria com o seu Zé, ele recebe de segunda a sexta, das 8h às 18h; sábados só até o meio-dia.",
)
CAPTIONS = (
    *("comprovante de pagamento {n}", "foto do produto", "olha só 😍", "RG e CPF", "factura {n}", "etiqueta dañada"),
    *("صورة المنتج {n}", "收据 {n}", "領収書{n}", "قبل وبعد", "antes e depois da instalação", "contrato assinado"),
)
STEMS = (
    *(
        "Orçamento nº {n}",
        "Nota Fiscal {n}",
        "comprovante_{n}",
        "Relatório de atendimento – março",
        "contrato assinado",
    ),
    *("Currículo de Conceição", "Lista de preços (atualizada)", "Presupuesto_{n}", "Catálogo otoño", "Boleto {n}"),
    *(
        "تقرير {n}",
        "عقد الإيجار",
        "发票_{n}",
        "合同",
        "請求書{n}",
        "見積書",
        "חשבונית {n}",
        "Отчёт {n}",
        "📄 recibo {n}",
    ),
    *(
        "DOC-{n}-WA0001",
        "scan{n}",
        "Relação de documentos necessários para a abertura de conta de pessoa jurídica, com "
        "procuração, contrato social consolidado e comprovante de endereço dos últimos três meses (versão final 2)",
    ),
)
"""Stems of file names; a document is called by one of them, other kinds mostly have no name."""


def numbered(pattern: str, number: int) -> str:
    """Return a sentence or stem with a number in it."""
    return pattern.replace("{n}", str(1000 + number % 90_000))


def person_name(number: int) -> str:
    """Return the name that the person with this number gave themselves; one in a hundred is very long."""
    if number % 100 == 99:
        return f"{LONG_NAME} {number}"
    given = GIVEN[number % len(GIVEN)]
    family = FAMILY[number // len(GIVEN) % len(FAMILY)]
    rounds = number // (len(GIVEN) * len(FAMILY))
    return f"{given} {family} {rounds}" if rounds else f"{given} {family}"


def group_name(number: int) -> str:
    """Return the subject of a group."""
    return f"{GROUPS[number % len(GROUPS)]} {number // len(GROUPS) + 1}"
