"""Who takes part in the demo, and what they say. All of it is invented; the words are the customers' own."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Account:
    """One instance of the demo. `client` counts from 1; `people` are places in `PEOPLE`; `colour` an account colour."""

    client: int
    id: str
    name: str
    number: str
    colour: str
    people: tuple[int, ...]


CLIENTS = ("Ramires", "Aroeira")

ACCOUNTS = (
    Account(1, "centro", "Loja Centro", "5511981420001", "anil", (0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 22, 23)),
    Account(1, "entregas", "Entregas", "5511981420002", "terracota", (12, 13, 14, 1, 3, 15, 16)),
    Account(2, "financeiro", "Financeiro", "5511981420003", "violeta", (17, 18, 2, 5, 19)),
    Account(2, "pos-venda", "Pós-venda", "5511981420004", "oliva", (20, 21, 6, 9, 14)),
)

PEOPLE = (
    ("Marina Prado", "5511981423307"),
    ("Paulo Nogueira", "5511992047716"),
    ("Escola das Acácias", "5511987651200"),
    ("Tereza Lourenço", "5511976543210"),
    ("Rodrigo Sá", "5521988776655"),
    ("Clínica Vila Nova", "5511971112233"),
    ("Beatriz Amorim", "5531987654321"),
    ("José Antônio Figueiredo", "5541999887766"),
    ("Padaria Dois Irmãos", "5511966554433"),
    ("Larissa Quintela", "5551988112233"),
    ("Edson Batista", "5511955443322"),
    ("María Fernanda Núñez de la Torre y Villaseñor", "5491155667788"),
    ("Transportes Lagoa", "5511944332211"),
    ("Ana Souza", "5511933221100"),
    ("Vidraçaria Lagoa", "5511922110099"),
    ("Bruno Lima", "5521977776666"),
    ("Condomínio Jardim das Flores", "5511911009988"),
    ("Contabilidade Moreira", "5511988001122"),
    ("Banco Aurora", "5511988002233"),
    ("Carla Duarte", "5562988003344"),
    ("Diego Ferreira", "5571988004455"),
    ("Elena Gómez", "34612345678"),
    ("ياسمين الخطيب", "201001234567"),
    ("Thomas Whitfield", "447700900123"),
)
"""Names and numbers; the last but two write from right to left and from abroad."""

CUSTOMER_SAYS = (
    "Bom dia!",
    "Chegou tudo certo, obrigada.",
    "Chegaram só duas caixas, falta a mesa.",
    "Consegue mandar a 2ª via?",
    "Segue o comprovante.",
    "Qual é o prazo de entrega?",
    "Pode ser depois das 18 h? Na portaria 2, falar com o Sr. Ademir.",
    "A cor não é a que eu pedi, olha a foto.",
    "Perfeito, fico no aguardo.",
    "Vocês fazem a montagem?",
    "O valor com desconto à vista é quanto?",
    "Recebido, obrigado",
    "Buenas tardes, ¿recibieron el pedido?",
    "Adjunto la factura de mayo.",
    "Hello, is the order on its way?",
    "Veio com um risco no tampo.",
    "Já paguei hoje cedo.",
    "Pode trocar o endereço? Mudei para a Rua das Palmeiras, 214.",
)
TEAM_SAYS = (
    "Bom dia! Vou verificar e já retorno.",
    "Segue a proposta com as medidas.",
    "Pagamento confirmado, obrigado.",
    "O entregador sai hoje às 14 h.",
    "Pode me mandar uma foto da etiqueta, por favor?",
    "A segunda via está no anexo.",
    "Entrega reagendada para amanhã de manhã.",
    "Sentimos muito pelo risco. Vamos trocar a peça.",
    "Sim, a montagem está incluída.",
    "Combinado!",
)
CAPTIONS = (
    "Chegaram só duas caixas, falta a mesa.",
    "Foi assim que ficou na sala.",
    "É esta aqui?",
    "Olha o risco.",
    "Comprovante de hoje",
    "",
    "",
    "",
)
